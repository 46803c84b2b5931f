package io.numalab.report.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Runs independent jobs on a few threads and hands out their results in the order of the jobs. */
public final class OrderedWork {

    private OrderedWork() {
    }

    /**
     * Runs jobs. Each machine is used by one thread only, so the results do not depend on {@code threads}.
     *
     * @param threads how many jobs run at once, at least 1
     * @param inOrder called in the calling thread, as soon as a result and all before it are there
     * @throws Exception what the first job that failed threw; later jobs are not started then
     */
    public static <T> void run(List<Callable<T>> jobs, int threads, Consumer<T> inOrder) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads, body -> {
            Thread thread = new Thread(body, "simulation");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<T>> futures = new ArrayList<>();
            jobs.forEach(job -> futures.add(executor.submit(job)));
            for (Future<T> future : futures) {
                inOrder.accept(future.get());
            }
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof Error error) {
                throw error;
            }
            throw failure.getCause() instanceof Exception cause ? cause : failure;
        } finally {
            executor.shutdownNow();
        }
    }
}
