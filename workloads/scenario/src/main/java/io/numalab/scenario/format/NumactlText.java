package io.numalab.scenario.format;

import io.numalab.machine.Machine;
import io.numalab.machine.ZoneState;
import io.numalab.spi.NodeMask;
import io.numalab.topology.MachineSpec;
import java.util.List;
import java.util.Locale;

/** What the command {@code numactl --hardware} of numactl 2.0 prints. One thread only. */
public final class NumactlText {
    private static final int PAGES_PER_MEGABYTE = 256;

    private NumactlText() {
    }

    /** The nodes of a machine as they are at this moment. */
    public static String hardware(Machine machine) {
        MachineSpec spec = machine.spec();
        NodeMask nodes = spec.cpuNodes().or(spec.memoryNodes());
        StringBuilder text = new StringBuilder();
        add(text, "available: %d nodes (%s)\n", nodes.size(), nodes);
        for (int nid : nodes.toArray()) {
            List<ZoneState> zones = machine.zones().stream().filter(zone -> zone.nid() == nid).toList();
            add(text, "node %d cpus:", nid);
            spec.node(nid).cpus().forEach(cpu -> add(text, " %d", cpu));
            add(text, "\nnode %d size: %d MB\nnode %d free: %d MB\n",
                    nid, zones.stream().mapToLong(ZoneState::managedPages).sum() / PAGES_PER_MEGABYTE,
                    nid, zones.stream().mapToLong(ZoneState::freePages).sum() / PAGES_PER_MEGABYTE);
        }
        text.append("node distances:\nnode ");
        for (int nid : nodes.toArray()) {
            add(text, "%3d ", nid);
        }
        for (int from : nodes.toArray()) {
            add(text, "\n%3d: ", from);
            for (int to : nodes.toArray()) {
                add(text, "%3d ", spec.distance(from, to));
            }
        }
        return text.append('\n').toString();
    }

    private static void add(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values));
    }
}
