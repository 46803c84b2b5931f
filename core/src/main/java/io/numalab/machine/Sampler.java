package io.numalab.machine;

/**
 * Looks at a machine at regular virtual times, in the simulation's thread. It may read everything of the machine and
 * change nothing; what the machine does is the same with and without it.
 */
@FunctionalInterface
public interface Sampler {

    /**
     * A time has come. All that was due before it has begun; a task in the middle of an action has its clock at that
     * action's end.
     *
     * @param dueNanos the time in virtual nanoseconds since the machine was built
     */
    void sample(long dueNanos);
}
