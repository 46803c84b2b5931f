package io.numalab.tck;

import java.util.function.ToIntFunction;

/**
 * A rule about a run, as a judge of its history: plain Java over the events, so that whatever plays the run may use it.
 *
 * @param number of the invariant of linux-model 25 that it checks
 * @param text what it says
 * @param judge throws an {@link AssertionError} if a history breaks it, else tells how many facts it had to judge
 */
record Rule(int number, String text, ToIntFunction<History> judge) {

    int check(History history) {
        try {
            return judge.applyAsInt(history);
        } catch (AssertionError broken) {
            throw new AssertionError("invariant " + number + " (" + text + "): " + broken.getMessage(), broken);
        }
    }

    /** For judges: fails with the fact that breaks the rule. */
    static void require(boolean holds, Object fact) {
        if (!holds) {
            throw new AssertionError(fact);
        }
    }

    @Override
    public String toString() {
        return number + ": " + text;
    }
}
