package io.numalab.scenario.parallel;

import io.numalab.topology.MachineSpec;
import java.util.concurrent.Callable;

/**
 * One simulation among others: it shares nothing with them that any of them changes, and its result depends on neither
 * the thread nor the time it runs at.
 *
 * @param <T> the result
 */
public interface Simulation<T> {

    /**
     * The heap in bytes that the simulation takes, {@link MachineSpec#heapBytes()} for one with one machine. Asked
     * once, right before {@link #run}, in the same thread.
     *
     * @throws Exception if that cannot be told: the simulation has failed then
     */
    long heapBytes() throws Exception;

    /**
     * Simulates. A thread that is interrupted meanwhile is no longer asked for a result and may throw anything.
     *
     * @throws Exception whatever the caller of the runner is to see
     */
    T run() throws Exception;

    /** A simulation of known size. @param heapBytes what it takes, 0 or more */
    static <T> Simulation<T> of(long heapBytes, Callable<? extends T> body) {
        if (heapBytes < 0) {
            throw new IllegalArgumentException("a simulation of " + heapBytes + " bytes: expected 0 or more");
        }
        return new Simulation<>() {
            @Override
            public long heapBytes() {
                return heapBytes;
            }

            @Override
            public T run() throws Exception {
                return body.call();
            }
        };
    }
}
