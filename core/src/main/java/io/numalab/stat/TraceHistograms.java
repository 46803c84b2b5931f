package io.numalab.stat;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the kernel's reclaim tracepoints would have counted, by key: who reclaimed how much from which node. Cumulative
 * since the start of the simulation; the shape is the one of the recordings.
 */
public final class TraceHistograms {

    /** One line of a histogram; increments do not allocate. */
    public static final class Entry {
        private final String firstValue;
        private final String secondValue;
        private long hits;
        private long first;
        private long second;

        private Entry(String firstValue, String secondValue) {
            this.firstValue = firstValue;
            this.secondValue = secondValue;
        }

        /** Counts one hit. */
        public void hit() {
            hits++;
        }

        /** Counts one hit with values; those the tracepoint does not have are ignored. */
        public void hit(long firstAmount, long secondAmount) {
            hits++;
            first += firstAmount;
            second += secondAmount;
        }

        private SortedMap<String, Long> values() {
            SortedMap<String, Long> values = new TreeMap<>();
            values.put("hits", hits);
            if (firstValue != null) {
                values.put(firstValue, first);
            }
            if (secondValue != null) {
                values.put(secondValue, second);
            }
            return values;
        }
    }

    private final SortedMap<String, SortedMap<String, Entry>> histograms = new TreeMap<>();

    /** {@code node_reclaim_begin} of a node. */
    public Entry nodeReclaimBegin(int nid) {
        return entry("node_reclaim_begin", "nid=" + nid + ",order=0", null, null);
    }

    /** {@code node_reclaim_end} of a task; the value is the pages reclaimed. */
    public Entry nodeReclaimEnd(String task) {
        return entry("node_reclaim_end", "task=" + task, "nr_reclaimed", null);
    }

    /** {@code direct_reclaim_begin} of a task. */
    public Entry directReclaimBegin(String task) {
        return entry("direct_reclaim_begin", "task=" + task + ",order=0", null, null);
    }

    /** {@code direct_reclaim_end} of a task; the value is the pages reclaimed. */
    public Entry directReclaimEnd(String task) {
        return entry("direct_reclaim_end", "task=" + task, "nr_reclaimed", null);
    }

    /** {@code wakeup_kswapd} of a node. */
    public Entry wakeupKswapd(int nid) {
        return entry("wakeup_kswapd", "nid=" + nid + ",order=0", null, null);
    }

    /** {@code kswapd_wake} of a node. */
    public Entry kswapdWake(int nid) {
        return entry("kswapd_wake", "nid=" + nid + ",order=0", null, null);
    }

    /** {@code lru_shrink_inactive} of a node by a task; the values are pages scanned and reclaimed. */
    public Entry shrinkInactive(int nid, String task) {
        return entry("lru_shrink_inactive", "nid=" + nid + ",task=" + task, "nr_scanned", "nr_reclaimed");
    }

    private Entry entry(String histogram, String key, String firstValue, String secondValue) {
        return histograms
                .computeIfAbsent(histogram, name -> new TreeMap<>())
                .computeIfAbsent(key, name -> new Entry(firstValue, secondValue));
    }

    /** All histograms: tracepoint, key, value name, value. A copy. */
    public SortedMap<String, SortedMap<String, SortedMap<String, Long>>> snapshot() {
        SortedMap<String, SortedMap<String, SortedMap<String, Long>>> copy = new TreeMap<>();
        histograms.forEach((histogram, entries) -> {
            SortedMap<String, SortedMap<String, Long>> lines = new TreeMap<>();
            entries.forEach((key, entry) -> {
                if (entry.hits > 0) {
                    lines.put(key, Collections.unmodifiableSortedMap(entry.values()));
                }
            });
            copy.put(histogram, Collections.unmodifiableSortedMap(lines));
        });
        return Collections.unmodifiableSortedMap(copy);
    }

    /** An independent copy. */
    public TraceHistograms copy() {
        TraceHistograms copy = new TraceHistograms();
        histograms.forEach((histogram, entries) -> entries.forEach((key, entry) -> {
            Entry other = copy.entry(histogram, key, entry.firstValue, entry.secondValue);
            other.hits = entry.hits;
            other.first = entry.first;
            other.second = entry.second;
        }));
        return copy;
    }
}
