package io.numalab.scenario.format;

import io.numalab.machine.Machine;
import io.numalab.machine.Mapping;
import io.numalab.machine.MappingState;
import io.numalab.machine.Task;
import io.numalab.stat.NumaEvent;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the command {@code numastat} of numactl 2.0 prints when its output is no terminal: the events, {@code -m} and
 * {@code -p PID}. One thread only.
 */
public final class NumastatText {
    private static final int PAGES_PER_MEGABYTE = 256;
    private static final int NAME_WIDTH = 16;
    private static final String RULE = "-".repeat(NAME_WIDTH - 1);

    private final Machine machine;
    private final int[] nids;

    /** The tables of a machine as it is when they are asked for. */
    public NumastatText(Machine machine) {
        this.machine = machine;
        nids = machine.spec().cpuNodes().or(machine.spec().memoryNodes()).toArray();
    }

    /** {@code numastat}: allocation events since boot. */
    public String events() {
        StringBuilder text = new StringBuilder(" ".repeat(NAME_WIDTH));
        for (int nid : nids) {
            text.append(String.format(Locale.ROOT, "%16s", "node" + nid));
        }
        text.append('\n');
        for (NumaEvent event : NumaEvent.values()) {
            text.append(String.format(Locale.ROOT, "%-16s", event.kernelName()));
            for (int nid : nids) {
                text.append(String.format(Locale.ROOT, "%16d", machine.numastat(nid, event)));
            }
            text.append('\n');
        }
        return text.toString();
    }

    /** {@code numastat -m}: memory by kind, in MB as numactl understands it (2^20 bytes). */
    public String memory() {
        Map<String, double[]> rows = new LinkedHashMap<>();
        MeminfoText meminfo = new MeminfoText(machine);
        int nodes = nids.length;
        for (int i = 0; i < nodes; i++) {
            int column = i;
            meminfo.ofNodeByName(nids[i]).forEach((name, kibibytes) ->
                    rows.computeIfAbsent(name, row -> new double[nodes])[column] = kibibytes / 1024.0);
        }
        // This one has its place in numactl's own table, the others that it does not know are left out.
        List.of("SwapCached", "SecPageTables", "FileHugePages", "FilePmdMapped", "Unaccepted").forEach(rows::remove);
        double[] kernelReclaimable = rows.remove("KReclaimable");
        for (String name : new String[] {"HugePages_Total", "HugePages_Free", "HugePages_Surp"}) {
            rows.put(name, new double[nodes]);
        }
        rows.put("KReclaimable", kernelReclaimable);
        return "\nPer-node system memory usage (in MBs):\n" + table(rows, NAME_WIDTH, false);
    }

    /** {@code numastat -p PID}: the pages of one task in MB. */
    public String process(Task task) {
        double[] megabytes = new double[nids.length];
        for (Mapping mapping : task.mappings()) {
            MappingState state = mapping.state();
            for (int i = 0; i < nids.length; i++) {
                megabytes[i] += (double) state.pagesPerNode()[nids[i]] / PAGES_PER_MEGABYTE;
            }
        }
        Map<String, double[]> rows = new LinkedHashMap<>();
        for (String name : new String[] {"Huge", "Heap", "Stack"}) {
            rows.put(name, new double[megabytes.length]);
        }
        rows.put("Private", megabytes);
        rows.put("Total", megabytes);
        return String.format(Locale.ROOT, "\nPer-node process memory usage (in MBs) for PID %d (%s)\n",
                KernelTree.pid(machine, task), KernelTree.command(task)) + table(rows, NAME_WIDTH + 1, true);
    }

    private String table(Map<String, double[]> rows, int nameWidth, boolean ruledTotal) {
        StringBuilder text = new StringBuilder(" ".repeat(nameWidth));
        List<String> heads = new ArrayList<>();
        for (int nid : nids) {
            heads.add("Node " + nid);
        }
        heads.add("Total");
        heads.forEach(head -> text.append(String.format(Locale.ROOT, " %15s", head)));
        text.append('\n').append(" ".repeat(nameWidth));
        heads.forEach(head -> text.append(' ').append(RULE));
        text.append('\n');
        rows.forEach((name, megabytes) -> {
            if (ruledTotal && name.equals("Total")) {
                text.append(String.format(Locale.ROOT, "%-" + nameWidth + "s", "-".repeat(NAME_WIDTH)));
                heads.forEach(head -> text.append(' ').append(RULE));
                text.append('\n');
            }
            text.append(String.format(Locale.ROOT, "%-" + nameWidth + "s", name));
            double sum = 0;
            for (double value : megabytes) {
                text.append(cell(value));
                sum += value;
            }
            text.append(cell(sum)).append('\n');
        });
        return text.toString();
    }

    // C rounds a tie to the even digit, Java's formatter rounds it up.
    private static String cell(double megabytes) {
        return String.format(Locale.ROOT, " %15s", new BigDecimal(megabytes).setScale(2, RoundingMode.HALF_EVEN));
    }
}
