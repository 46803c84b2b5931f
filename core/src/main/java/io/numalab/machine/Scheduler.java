package io.numalab.machine;

import io.numalab.reclaim.Actor;
import io.numalab.reclaim.Horizon;
import io.numalab.stat.WorkCounters;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Runs actors in the order of their clocks; among equals the one that was added first. An actor runs ahead to the time
 * the next one is due, or to the next question whether to stop. One thread only; allocates nothing when running.
 */
final class Scheduler {
    /** How long an actor may run ahead, in virtual time, where somebody may want to stop. */
    private static final long STOP_CHECK_NANOS = 10_000_000L;

    private final Horizon horizon;
    private final WorkCounters work;
    private final BooleanSupplier stop;
    private final List<Actor> actors = new ArrayList<>();
    private long reachedNanos;
    private Sampler sampler;
    private long samplePeriodNanos;
    private long sampleNanos = Actor.NEVER;

    /** @param stop whether to stop a run; null for never */
    Scheduler(Horizon horizon, WorkCounters work, BooleanSupplier stop) {
        this.horizon = horizon;
        this.work = work;
        this.stop = stop;
    }

    void add(Actor actor) {
        actors.add(actor);
    }

    /** Calls a sampler at a time and then periodically; nobody is run ahead beyond the next sample. Null for none. */
    void sample(Sampler newSampler, long firstNanos, long periodNanos) {
        sampler = newSampler;
        samplePeriodNanos = periodNanos;
        sampleNanos = newSampler == null ? Actor.NEVER : firstNanos;
    }

    private void sampleUpTo(long nanos) {
        while (sampleNanos <= nanos && sampleNanos != Actor.NEVER) {
            sampler.sample(sampleNanos);
            sampleNanos += samplePeriodNanos;
        }
    }

    /** The time up to which the last run came: all that was due before it has acted. */
    long reachedNanos() {
        return reachedNanos;
    }

    /**
     * Runs until a condition holds, no actor is due up to a time, or somebody wants to stop.
     *
     * @return {@link RunEnd#FINISHED} if the condition holds, {@link RunEnd#TIME_LIMIT} if nobody is due
     */
    RunEnd run(BooleanSupplier done, long limitNanos) {
        return run(done, limitNanos, stop);
    }

    /** The same, and nobody can stop it. @return whether the condition holds */
    boolean runThrough(BooleanSupplier done, long limitNanos) {
        return run(done, limitNanos, null) == RunEnd.FINISHED;
    }

    private RunEnd run(BooleanSupplier done, long limitNanos, BooleanSupplier stopping) {
        while (!done.getAsBoolean()) {
            if (stopping != null && stopping.getAsBoolean()) {
                return RunEnd.STOPPED;
            }
            Actor first = null;
            long firstNanos = Actor.NEVER;
            long secondNanos = Actor.NEVER;
            for (int i = 0; i < actors.size(); i++) {
                long nanos = actors.get(i).nextNanos();
                if (nanos < firstNanos) {
                    secondNanos = firstNanos;
                    firstNanos = nanos;
                    first = actors.get(i);
                } else if (nanos < secondNanos) {
                    secondNanos = nanos;
                }
            }
            if (first == null || firstNanos > limitNanos) {
                sampleUpTo(limitNanos == Actor.NEVER ? -1 : limitNanos);
                return RunEnd.TIME_LIMIT;
            }
            sampleUpTo(firstNanos);
            reachedNanos = firstNanos;
            long endNanos = limitNanos == Actor.NEVER ? limitNanos : limitNanos + 1;
            long nextNanos = Math.min(Math.min(secondNanos, sampleNanos), endNanos);
            horizon.set(stopping == null ? nextNanos : Math.min(nextNanos, firstNanos + STOP_CHECK_NANOS));
            work.turned();
            first.advance(horizon);
        }
        return RunEnd.FINISHED;
    }
}
