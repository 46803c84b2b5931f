package io.numalab.scenario.format;

import io.numalab.machine.Mapping;
import io.numalab.machine.MappingState;
import io.numalab.machine.Task;
import io.numalab.spi.NodeMask;
import io.numalab.spi.PolicySpec;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code /proc/PID/numa_maps}: a line for each mapping. Addresses are made up, the first mapping the highest, as
 * {@code mmap} hands them out. One thread only.
 */
final class NumaMapsText {
    private static final long TOP = 0x7f00_0000_0000L;
    private static final long ALIGNMENT = 1L << 21;
    /** Where the guest of the recordings has its files. */
    private static final String FOLDER = "/mnt/";
    /** The kernel's words for the policies that {@code set_mempolicy} knows. */
    private static final Map<String, String> WORDS = new TreeMap<>(Map.ofEntries(
            Map.entry("local", "local"),
            Map.entry("localalloc", "local"),
            Map.entry("membind", "bind"),
            Map.entry("bind", "bind"),
            Map.entry("bind-static", "bind=static"),
            Map.entry("bind-balancing", "bind=balancing"),
            Map.entry("preferred", "prefer"),
            Map.entry("prefer", "prefer"),
            Map.entry("preferred-many", "prefer (many)"),
            Map.entry("prefer-many", "prefer (many)"),
            Map.entry("interleave", "interleave"),
            Map.entry("weighted-interleave", "weighted interleave")));

    private NumaMapsText() {
    }

    /** The file of a task. @param nodes those that exist, for node lists such as {@code all} */
    static String of(Task task, NodeMask nodes) {
        StringBuilder text = new StringBuilder();
        long end = TOP;
        for (Mapping mapping : task.mappings()) {
            if (mapping.pages() > 0) {
                end -= (mapping.pages() * 4096 + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
                text.append(String.format(Locale.ROOT, "%08x ", end)).append(line(task, mapping, nodes)).append('\n');
            }
        }
        return text.toString();
    }

    /** A line without the address. */
    static String line(Task task, Mapping mapping, NodeMask nodes) {
        MappingState state = mapping.state();
        StringBuilder line = new StringBuilder(policy(task, mapping, nodes));
        if (mapping.kind().equals("shm")) {
            line.append(" file=/dev/zero\\040(deleted)");
        } else if (mapping.fileName() != null) {
            line.append(" file=").append(FOLDER).append(mapping.fileName());
        }
        long pages = state.presentPages();
        if (pages == 0) {
            return line.toString();
        }
        add(line, "anon", state.anonPages(), 0);
        add(line, "dirty", state.dirtyPages(), 0);
        add(line, "mapped", pages == state.anonPages() || pages == state.dirtyPages() ? 0 : pages, 0);
        add(line, "swapcache", state.swapCachePages(), 0);
        add(line, "active", state.activePages(), pages);
        add(line, "writeback", state.writebackPages(), 0);
        for (int nid = 0; nid < state.pagesPerNode().length; nid++) {
            add(line, "N" + nid, state.pagesPerNode()[nid], 0);
        }
        return line.append(" kernelpagesize_kB=4").toString();
    }

    private static void add(StringBuilder line, String name, long pages, long unsaid) {
        if (pages != unsaid) {
            line.append(' ').append(name).append('=').append(pages);
        }
    }

    // Policies of third parties and those of the machine are no mempolicy: the kernel would not know them.
    private static String policy(Task task, Mapping mapping, NodeMask nodes) {
        if (mapping.policy() != null) {
            return policy(mapping.policy(), task, nodes);
        }
        for (PolicySpec spec : task.policies()) {
            String text = policy(spec, task, nodes);
            if (!text.equals("default")) {
                return text;
            }
        }
        return "default";
    }

    private static String policy(PolicySpec spec, Task task, NodeMask nodes) {
        String word = WORDS.getOrDefault(spec.name(), "default");
        if (word.equals("default") || word.equals("local")) {
            return word;
        }
        boolean isStatic = word.equals("bind") && spec.values().getOrDefault("static", "false").equals("true");
        NodeMask unnamed = word.endsWith("interleave") ? nodes : NodeMask.of(task.cpuNode());
        NodeMask named = spec.nodes().isEmpty() ? unnamed : NodeMask.parse(spec.nodes(), nodes);
        return word + (isStatic ? "=static" : "") + ":" + named;
    }
}
