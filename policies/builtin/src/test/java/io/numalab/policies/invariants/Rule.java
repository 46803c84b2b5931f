package io.numalab.policies.invariants;

import java.util.function.ToIntFunction;

/**
 * An invariant of linux-model 25.
 *
 * @param number its number there
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
