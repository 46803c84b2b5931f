package io.numalab.scenario.access;

import io.numalab.machine.Mapping;
import io.numalab.machine.Task;
import java.util.HashMap;
import java.util.Map;

/**
 * The memory of a traced task: anonymous mappings of {@value #SPAN_PAGES} pages, made when the trace first names a page
 * in them, so that a trace may use addresses that lie far apart. One thread only.
 */
final class TracedMemory {
    /** Pages of a mapping: 32 MiB, so that huge pages find room and addresses that lie far apart cost little. */
    static final int SPAN_PAGES = 1 << 13;

    private final Task task;
    private final Map<Long, Mapping> spans = new HashMap<>();

    TracedMemory(Task task) {
        this.task = task;
    }

    Task task() {
        return task;
    }

    boolean has(long page) {
        return spans.containsKey(page / SPAN_PAGES);
    }

    /** The mapping in which a page of the trace lies, at {@code page % SPAN_PAGES}. */
    Mapping mapping(long page) {
        return spans.computeIfAbsent(page / SPAN_PAGES,
                span -> task.mapAnonymous("trace-" + Long.toHexString(span), (long) SPAN_PAGES * Access.PAGE_BYTES));
    }
}
