package io.numalab.machine;

import io.numalab.reclaim.Actor;
import io.numalab.reclaim.Horizon;
import io.numalab.stat.WorkCounters;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Runs actors in the order of their clocks; among equals the one that was added first. An actor runs ahead to the time
 * the next one is due. One thread only; allocates nothing when running.
 */
final class Scheduler {
    private final Horizon horizon;
    private final WorkCounters work;
    private final List<Actor> actors = new ArrayList<>();
    private Sampler sampler;
    private long samplePeriodNanos;
    private long sampleNanos = Actor.NEVER;

    Scheduler(Horizon horizon, WorkCounters work) {
        this.horizon = horizon;
        this.work = work;
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

    /**
     * Runs until a condition holds, or no actor is due up to a time.
     *
     * @return whether the condition holds
     */
    boolean run(BooleanSupplier done, long limitNanos) {
        while (!done.getAsBoolean()) {
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
                return false;
            }
            sampleUpTo(firstNanos);
            long endNanos = limitNanos == Actor.NEVER ? limitNanos : limitNanos + 1;
            horizon.set(Math.min(Math.min(secondNanos, sampleNanos), endNanos));
            work.turned();
            first.advance(horizon);
        }
        return true;
    }
}
