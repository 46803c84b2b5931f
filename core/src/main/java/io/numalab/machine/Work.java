package io.numalab.machine;

import io.numalab.reclaim.Horizon;

/**
 * What a task does, page by page. {@link #run} goes on until the horizon, an interruption or the end; it keeps its
 * place in fields, so that it can be called again. One thread only.
 */
abstract class Work {
    /** More to do, when the task's clock is due. */
    static final int MORE = 1;
    /** Finished; {@link #status} says how. */
    static final int FINISHED = 0;

    static final int PAGE_BYTES = 4096;

    private int status;
    private long progressBytes;

    /** Goes on. */
    abstract int run(Task task, Horizon horizon);

    /** 0 or a negative error number. */
    int status() {
        return status;
    }

    /** How far it came. */
    long progressBytes() {
        return progressBytes;
    }

    void progress(long bytes) {
        progressBytes = bytes;
    }

    /** Ends with an error. */
    int fail(int errno) {
        status = errno;
        return FINISHED;
    }
}
