package io.numalab.cli;

import io.numalab.scenario.language.ScenarioHeader;
import io.numalab.scenario.recording.Check;
import io.numalab.scenario.recording.ConformanceRow;
import io.numalab.topology.KernelVersion;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The distance to real kernels as a Markdown table: for each mechanism that the recordings are tagged with and each
 * kernel how many there are, how many are within the limits, and the worst deviation in placement and in pages
 * reclaimed. A recording counts under each of its tags.
 */
final class FidelityTable {
    private static final String ALL = "*all*";
    /** The tags that name a mechanism; recordings have others, words of their titles among them. */
    private static final List<String> MECHANISMS = List.of("spill", "zones", "zone-reclaim",
            "mapped", "dirty", "parallel", "bind", "preferred", "prefer-many", "interleave", "kswapd",
            "active-list", "refault", "mglru", "swap", "thp", "numa-balancing", "demotion");

    private final SortedSet<KernelVersion> kernels = new TreeSet<>();
    private final Map<String, Map<KernelVersion, Cell>> cells = new LinkedHashMap<>();

    FidelityTable() {
        MECHANISMS.forEach(mechanism -> cells.put(mechanism, new EnumMap<>(KernelVersion.class)));
        cells.put(ALL, new EnumMap<>(KernelVersion.class));
    }

    private static final class Cell {
        private int recordings;
        private int passed;
        private double placementPercent;
        private double reclaimPercent;
        private int unplayable;

        void add(ConformanceRow row) {
            recordings++;
            passed += row.passed() ? 1 : 0;
            if (row.error() != null) {
                unplayable++;
                return;
            }
            placementPercent = Math.max(placementPercent, row.worst().get(Check.PLACE).percent());
            reclaimPercent = Math.max(reclaimPercent, row.worst().get(Check.STOLEN).percent());
        }

        String text() {
            String worst = String.format(Locale.ROOT, "%d of %d | %.1f | %.1f", passed, recordings, placementPercent,
                    reclaimPercent);
            return unplayable == 0 ? worst : worst + " (" + unplayable + " not played)";
        }
    }

    /** Adds a recording. */
    void add(ScenarioHeader header, ConformanceRow row) {
        KernelVersion kernel = KernelVersion.of(header.kernel());
        kernels.add(kernel);
        cells.forEach((mechanism, byKernel) -> {
            if (mechanism.equals(ALL) || header.tags().contains(mechanism)) {
                byKernel.computeIfAbsent(kernel, version -> new Cell()).add(row);
            }
        });
    }

    /** The table, a line each. */
    List<String> lines() {
        StringBuilder head = new StringBuilder("| mechanism |");
        StringBuilder rule = new StringBuilder("|---|");
        for (KernelVersion kernel : kernels) {
            head.append(' ').append(kernel.text()).append(": pass | place % | reclaim % |");
            rule.append("---|---|---|");
        }
        List<String> lines = new ArrayList<>(List.of(head.toString(), rule.toString()));
        cells.forEach((mechanism, byKernel) -> {
            StringBuilder line = new StringBuilder("| ").append(mechanism).append(" |");
            for (KernelVersion kernel : kernels) {
                Cell cell = byKernel.get(kernel);
                line.append(cell == null ? " | | |" : " " + cell.text() + " |");
            }
            if (!byKernel.isEmpty()) {
                lines.add(line.toString());
            }
        });
        return lines;
    }
}
