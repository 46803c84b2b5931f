package io.numalab.recorder.log;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Files of one counter a line, such as {@code /proc/vmstat} and a node's {@code numastat}. */
final class CounterText {
    private static final Pattern LINE = Pattern.compile("(?m)^[ \\t]*(\\S+)[ \\t]+(-?[0-9]{1,18})[ \\t]*$");
    /** Gauges that count up and so are events. */
    private static final Set<String> RISING =
            Set.of("nr_dirtied", "nr_written", "nr_vmscan_write", "nr_vmscan_immediate_reclaim");
    /** Counters that say nothing about placement or reclaim. */
    private static final Set<String> LEFT_OUT = Set.of("pgpgin", "unevictable_pgs_scanned", "nr_unstable");
    /** The gauges of a node that are kept, in the order of the recordings. */
    private static final List<String> OF_NODE = List.of("nr_free_pages", "nr_inactive_anon", "nr_active_anon",
            "nr_inactive_file", "nr_active_file", "nr_unevictable", "nr_mlock", "nr_slab_reclaimable",
            "nr_slab_unreclaimable", "nr_anon_pages", "nr_mapped", "nr_file_pages", "nr_dirty", "nr_writeback",
            "nr_shmem", "nr_anon_transparent_hugepages", "nr_page_table_pages", "nr_kernel_stack", "nr_swapcached",
            "workingset_nodes", "workingset_refault_anon", "workingset_refault_file", "workingset_activate_anon",
            "workingset_activate_file", "workingset_restore_file", "nr_vmscan_write", "pgpromote_success",
            "pgpromote_candidate", "pgdemote_kswapd", "pgdemote_direct", "pgdemote_khugepaged");
    /** Those that are written even if they are 0. */
    private static final Set<String> ALWAYS = Set.of("nr_inactive_file", "nr_active_file", "nr_inactive_anon",
            "nr_active_anon", "nr_anon_pages", "nr_file_pages");

    private CounterText() {
    }

    /** Every counter of a text, in the order of its lines; lines of another form are passed over. */
    static Map<String, Long> all(String text) {
        Map<String, Long> counters = new LinkedHashMap<>();
        Matcher line = LINE.matcher(text);
        while (line.find()) {
            counters.put(line.group(1), Long.valueOf(line.group(2)));
        }
        return counters;
    }

    /** The counters of {@code /proc/vmstat} that count events; the gauges are recorded per node. */
    static Map<String, Long> events(String vmstat) {
        Map<String, Long> events = all(vmstat);
        events.keySet().removeIf(
                name -> name.startsWith("nr_") && !RISING.contains(name) || LEFT_OUT.contains(name));
        return events;
    }

    /** The gauges of a node's {@code vmstat} under the names of the recordings. */
    static Map<String, Long> gauges(String nodeVmstat) {
        Map<String, Long> all = all(nodeVmstat);
        Map<String, Long> gauges = new LinkedHashMap<>();
        for (String name : OF_NODE) {
            Long value = all.get(name);
            if (value != null && (value != 0 || ALWAYS.contains(name))) {
                gauges.put(name.equals("nr_free_pages") ? "free" : name, value);
            }
        }
        return gauges;
    }
}
