package io.numalab.scenario.parallel;

import java.util.ArrayList;
import java.util.List;

/**
 * One run of a list of simulations.
 *
 * <p>A worker claims the next simulation of the list under one lock, which it keeps until the heap has room for it. So
 * simulations start in order, and when one fails, all that come before it have been started and will have an outcome.
 */
final class ParallelRun<T> {
    private final List<? extends Simulation<? extends T>> simulations;
    private final HeapBudget heap;
    private final Object admission = new Object();
    private final List<Worker> workers = new ArrayList<>();
    private final List<Outcome<T>> outcomes = new ArrayList<>();
    private int next;
    private int end;

    private record Outcome<T>(T result, Throwable failure) {
    }

    ParallelRun(List<? extends Simulation<? extends T>> simulations, HeapBudget heap) {
        this.simulations = simulations;
        this.heap = heap;
        end = simulations.size();
        simulations.forEach(one -> outcomes.add(null));
    }

    void start(int threads) {
        for (int number = 0; number < threads; number++) {
            workers.add(new Worker(number));
        }
        workers.forEach(Thread::start);
    }

    /** Waits for a result, which can be had once. @throws Exception what the simulation threw */
    synchronized T result(int index) throws Exception {
        while (outcomes.get(index) == null) {
            wait();
        }
        Outcome<T> outcome = outcomes.set(index, null);
        if (outcome.failure() instanceof Error error) {
            throw error;
        } else if (outcome.failure() instanceof Exception exception) {
            throw exception;
        }
        return outcome.result();
    }

    /** Stops what still runs and waits until it has stopped. Keeps this thread's interrupt status. */
    void end() {
        cut(0);
        boolean interrupted = false;
        for (Worker worker : workers) {
            while (worker.isAlive()) {
                try {
                    worker.join();
                } catch (InterruptedException hurry) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** From this index on nothing is of interest. */
    private synchronized void cut(int index) {
        end = Math.min(end, index);
        for (Worker worker : workers) {
            if (worker.index >= end) {
                worker.interrupt();
            }
        }
    }

    private synchronized void note(int index, Outcome<T> outcome) {
        outcomes.set(index, outcome);
        notifyAll();
    }

    private synchronized boolean claim(Worker worker) {
        if (next >= end) {
            return false;
        }
        worker.index = next++;
        return true;
    }

    private final class Worker extends Thread {
        private int index = -1;

        Worker(int number) {
            super("simulation-" + number);
            setDaemon(true);
        }

        @Override
        public void run() {
            while (simulated()) {
                // The next one.
            }
        }

        private boolean simulated() {
            try (HeapBudget.Share share = admitted()) {
                if (share == null) {
                    return false;
                }
                note(index, new Outcome<>(simulations.get(index).run(), null));
            } catch (Throwable failure) {
                cut(index + 1);
                note(index, new Outcome<>(null, failure));
            }
            return true;
        }

        private HeapBudget.Share admitted() throws Exception {
            synchronized (admission) {
                return claim(this) ? heap.take(simulations.get(index).heapBytes()) : null;
            }
        }
    }
}
