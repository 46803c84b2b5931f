package io.numalab.cli;

import io.numalab.scenario.language.ScenarioHeader;
import io.numalab.scenario.recording.Check;
import io.numalab.scenario.recording.ConformanceRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The distance to real kernels as a Markdown table: for each tag of the recordings and each kernel how many there are, how
 * many are within the limits, and the worst deviation in placement and in pages reclaimed. A recording counts under each of
 * its tags.
 */
final class FidelityTable {
    private static final String ALL = "*all*";

    private final List<String> kernels = new ArrayList<>();
    private final SortedMap<String, SortedMap<String, Cell>> cells = new TreeMap<>();

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
        if (!kernels.contains(header.kernel())) {
            kernels.add(header.kernel());
        }
        List<String> rows = new ArrayList<>(header.tags());
        rows.add(ALL);
        for (String tag : rows) {
            cells.computeIfAbsent(tag, name -> new TreeMap<>())
                    .computeIfAbsent(header.kernel(), name -> new Cell()).add(row);
        }
    }

    /** The table, a line each. */
    List<String> lines() {
        StringBuilder head = new StringBuilder("| tag |");
        StringBuilder rule = new StringBuilder("|---|");
        for (String kernel : kernels) {
            head.append(' ').append(kernel).append(": pass | place % | reclaim % |");
            rule.append("---|---|---|");
        }
        List<String> lines = new ArrayList<>(List.of(head.toString(), rule.toString()));
        cells.forEach((tag, byKernel) -> {
            StringBuilder line = new StringBuilder("| ").append(tag).append(" |");
            for (String kernel : kernels) {
                Cell cell = byKernel.get(kernel);
                line.append(' ').append(cell == null ? " | | " : cell.text()).append(" |");
            }
            lines.add(line.toString());
        });
        return lines;
    }
}
