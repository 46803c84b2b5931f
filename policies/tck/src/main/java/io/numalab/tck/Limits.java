package io.numalab.tck;

import io.numalab.machine.Machine;
import io.numalab.scenario.play.ScenarioPlayer;
import io.numalab.scenario.result.StepOutcome;
import io.numalab.spi.PolicyRule;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * Where a case that goes on and on is ended, as {@link PolicyRule#LIVENESS} has it: after so many turns of tasks and
 * kernel threads, or so much virtual time, so that it ends at the same point on any computer. Of events the
 * {@link Recorder} counts as many as its heap may hold. One for each simulation.
 *
 * <p>Of all cases of the built-in policies, alone and over each other, at ten times the usual effort, one takes 1.4
 * million turns, a membind whose reader thrashes in a node of 4 MiB; the next takes 116 thousand. None has more events
 * than the recorder takes. None takes more than 4.3 s before it settles for another 5, and all the sleeping a case may
 * be told to do is 70 s. At the limit of turns a case has run for some 10 s. Nobody is interrupted within a turn: a
 * hook that does not return hangs its caller.
 */
final class Limits implements BooleanSupplier {
    static final int TURNS_MAX = 5_000_000;
    static final long VIRTUAL_NANOS_MAX = 120_000_000_000L;

    private final Case played;
    private int turns;

    /** For a simulation of a case. */
    Limits(Case played) {
        this.played = played;
    }

    /** A case that was ended. */
    static final class Exceeded extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient Case played;
        private transient History begun;

        Exceeded(Case played, String limit) {
            super("the machine is still busy after " + limit);
            this.played = played;
        }

        /** Adds what was recorded up to the end; the history has no ending. */
        void record(History history) {
            begun = history;
        }

        /** What was recorded up to the end, or null if nothing was. */
        History begun() {
            return begun;
        }

        /** What was found. */
        Finding finding() {
            return new Finding(PolicyRule.LIVENESS, getMessage(), played);
        }
    }

    /** Has a machine keep to the limits. */
    Machine.Builder on(Machine.Builder builder) {
        return builder.timeLimit(VIRTUAL_NANOS_MAX).stopWhen(this);
    }

    /** Plays the next step. @throws Exceeded if the machine reaches a limit in it */
    StepOutcome play(ScenarioPlayer player) {
        try {
            return player.playNext();
        } catch (CancellationException ended) {
            if (Thread.currentThread().isInterrupted()) {
                throw ended;
            }
            throw new Exceeded(played, VIRTUAL_NANOS_MAX / 1_000_000_000 + " s of virtual time");
        }
    }

    /** Counts a turn. @return false: an ended case is not gone on with, so that it ends in an exception */
    @Override
    public boolean getAsBoolean() {
        if (turns == TURNS_MAX) {
            throw new Exceeded(played, TURNS_MAX + " turns of tasks and kernel threads");
        }
        turns++;
        return false;
    }

    /** Turns so far. */
    int turns() {
        return turns;
    }
}
