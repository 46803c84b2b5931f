package io.numalab.scenario.parallel;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Runs independent simulations on several threads, one simulation per thread, no more at once than the heap holds. What
 * the caller sees is what a loop over the simulations would show: results in the order of the list, and of several
 * failures the one that comes first in the list. Neither the number of threads nor their timing can be told from it.
 *
 * <p>Simulations start in the order of the list. Once one has failed, later ones are interrupted or never started,
 * while earlier ones go on to their end: one of them may fail too. A run is cancelled by interrupting the thread that
 * called it. All methods return only when every simulation they started has ended, so that no machine is left in the
 * heap.
 *
 * <p>Immutable, safe for use by any thread; two runs at once do not know of each other's heap.
 */
public final class SimulationRunner {
    private final int threads;
    private final long heapBytes;

    /**
     * A runner.
     *
     * @param threads how many simulations may run at once, at least 1
     * @param heapBytes what they may take together; one that needs more than that runs alone
     * @throws IllegalArgumentException if a value is out of range
     */
    public SimulationRunner(int threads, long heapBytes) {
        if (threads < 1) {
            throw new IllegalArgumentException(threads + " threads: expected 1 or more");
        }
        if (heapBytes < 0) {
            throw new IllegalArgumentException("a heap of " + heapBytes + " bytes: expected 0 or more");
        }
        this.threads = threads;
        this.heapBytes = heapBytes;
    }

    /** A runner with all processors and the whole heap of this JVM. */
    public static SimulationRunner onAllCores() {
        Runtime jvm = Runtime.getRuntime();
        return new SimulationRunner(jvm.availableProcessors(), jvm.maxMemory());
    }

    /** How many simulations may run at once. */
    public int threads() {
        return threads;
    }

    /** What they may take together, in bytes. */
    public long heapBytes() {
        return heapBytes;
    }

    /** The same with less heap: the caller keeps so many bytes meanwhile, for a machine that is forked, say. */
    public SimulationRunner reserving(long bytes) {
        return new SimulationRunner(threads, Math.max(0, heapBytes - bytes));
    }

    /**
     * Runs all simulations.
     *
     * @return their results in the order of the list
     * @throws InterruptedException if this thread was interrupted
     * @throws Exception what the first simulation that failed threw
     */
    public <T> List<T> run(List<? extends Simulation<? extends T>> simulations) throws Exception {
        List<T> results = new ArrayList<>();
        run(simulations, results::add);
        return results;
    }

    /**
     * Runs all simulations and hands out each result as early as order allows.
     *
     * @param inOrder takes the results in the order of the list, in the calling thread; if it throws, the run is
     *     cancelled
     * @throws InterruptedException if this thread was interrupted
     * @throws Exception what the first simulation that failed threw, after the results before it
     */
    public <T> void run(List<? extends Simulation<? extends T>> simulations, Consumer<? super T> inOrder)
            throws Exception {
        ParallelRun<T> run = new ParallelRun<>(simulations, new HeapBudget(heapBytes));
        try {
            run.start(Math.min(threads, simulations.size()));
            for (int i = 0; i < simulations.size(); i++) {
                inOrder.accept(run.result(i));
            }
        } finally {
            run.end();
        }
    }
}
