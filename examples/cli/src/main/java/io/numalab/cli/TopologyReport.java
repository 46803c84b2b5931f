package io.numalab.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.numalab.memory.FallbackOrder;
import io.numalab.scenario.language.NumberList;
import io.numalab.scenario.language.ZoneLine;
import io.numalab.scenario.play.ScenarioMachine;
import io.numalab.scenario.topology.NodeMatrix;
import io.numalab.scenario.topology.Topology;
import io.numalab.scenario.topology.TopologyNode;
import io.numalab.topology.BootState;
import io.numalab.topology.MachineSpec;
import io.numalab.topology.NodeSpec;
import io.numalab.topology.ZoneSpec;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A machine for people and programs.
 *
 * @param topology what is known
 * @param spec the machine, or null if too little is known
 * @param zones with marks and reserves: as stated, or as the kernel computes them
 * @param notes what was assumed
 */
record TopologyReport(Topology topology, MachineSpec spec, List<ZoneLine> zones, List<String> notes) {

    static TopologyReport of(Topology complete) {
        MachineSpec spec = ScenarioMachine.spec(complete.scenario());
        List<ZoneLine> zones = complete.zones().isEmpty() ? ComputedZones.of(spec) : complete.zones();
        return new TopologyReport(complete, spec, zones, complete.notes());
    }

    /** @param reason why it is no machine yet */
    static TopologyReport incomplete(Topology topology, String reason) {
        List<String> notes = new ArrayList<>(topology.notes());
        notes.add("no machine yet: " + reason);
        return new TopologyReport(topology, null, List.of(), notes);
    }

    private List<Integer> nids() {
        return topology.nodes().stream().map(TopologyNode::nid).toList();
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>(List.of(
                "machine  " + topology.source(), "read as  " + topology.format(), ""));
        lines.addAll(nodeTable());
        addMatrix(lines, "distance", topology.distances());
        addMatrix(lines, "latency ns", topology.latencyNanos());
        addMatrix(lines, "bandwidth MB/s", topology.bandwidthMegabytes());
        if (spec != null) {
            lines.addAll(List.of("", "zonelists: where a page for a CPU of a node is looked for, node:zone"));
            int[][] orders = FallbackOrder.of(spec);
            nids().forEach(nid -> lines.add("  node " + nid + ": " + String.join(" ", zonelist(orders[nid]))));
            lines.addAll(List.of("", topology.zones().isEmpty()
                    ? "watermarks in pages of 4 KiB, computed as kernel 6.1 does without huge pages"
                    : "watermarks in pages of 4 KiB, as " + topology.format() + " states them"));
            lines.addAll(zoneTable());
        }
        if (!notes.isEmpty()) {
            lines.add("");
            notes.forEach(note -> lines.add("note: " + note));
        }
        return lines;
    }

    private List<String> nodeTable() {
        TextTable table = new TextTable(2);
        table.row("node", "CPUs", "MiB");
        for (TopologyNode node : topology.nodes()) {
            String cpus = node.cpus().map(list -> list.isEmpty() ? "none" : NumberList.format(list)).orElse("?");
            table.row(Integer.toString(node.nid()), cpus,
                    node.bytes().isPresent() ? Long.toString(node.bytes().getAsLong() >> 20) : "?");
        }
        return table.lines();
    }

    private void addMatrix(List<String> lines, String title, NodeMatrix matrix) {
        if (matrix.isEmpty()) {
            return;
        }
        TextTable table = new TextTable(1);
        List<String> head = new ArrayList<>(List.of(title));
        nids().forEach(nid -> head.add(nid.toString()));
        table.row(head.toArray(new String[0]));
        for (int from : nids()) {
            List<String> row = new ArrayList<>(List.of("  " + from));
            nids().forEach(to -> row.add(matrix.has(from, to) ? plain(matrix.get(from, to)) : "-"));
            table.row(row.toArray(new String[0]));
        }
        lines.add("");
        lines.addAll(table.lines());
    }

    private static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    /** The zones of the nodes in their order, of each node the highest first. */
    private List<String> zonelist(int[] order) {
        List<String> list = new ArrayList<>();
        for (int nid : order) {
            NodeSpec node = spec.node(nid);
            for (int i = node.zones().size() - 1; i >= 0; i--) {
                ZoneSpec zone = node.zones().get(i);
                list.add(nid + ":" + zone.type().kernelName());
            }
        }
        return list;
    }

    private List<String> zoneTable() {
        TextTable table = new TextTable(2);
        table.row("node", "zone", "start_pfn", "managed", "min", "low", "high", "protection");
        for (ZoneLine line : zones) {
            BootState.ZoneBoot zone = line.zone();
            table.row(Integer.toString(zone.nid()), zone.type().kernelName(), Long.toString(line.startPfn()),
                    Integer.toString(zone.managedPages()), Integer.toString(zone.minPages()),
                    Integer.toString(zone.lowPages()), Integer.toString(zone.highPages()),
                    zone.protectionPages().stream().map(String::valueOf).collect(Collectors.joining(" ")));
        }
        return table.lines();
    }

    /** The same as JSON; what is not known is null. */
    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("schema", "numalab-topology/1").put("source", topology.source()).put("format", topology.format());
        ArrayNode nodes = json.putArray("nodes");
        int[][] orders = spec == null ? null : FallbackOrder.of(spec);
        for (TopologyNode node : topology.nodes()) {
            ObjectNode one = nodes.addObject().put("nid", node.nid());
            one.put("cpus", node.cpus().map(NumberList::format).orElse(null));
            one.put("bytes", node.bytes().isPresent() ? node.bytes().getAsLong() : null);
            if (orders != null) {
                ArrayNode zonelist = one.putArray("zonelist");
                zonelist(orders[node.nid()]).forEach(zonelist::add);
            }
        }
        putMatrix(json, "distance", topology.distances());
        putMatrix(json, "latency_ns", topology.latencyNanos());
        putMatrix(json, "bandwidth_mb_per_s", topology.bandwidthMegabytes());
        ArrayNode zoneArray = json.putArray("zones");
        for (ZoneLine line : zones) {
            BootState.ZoneBoot zone = line.zone();
            ArrayNode protection = zoneArray.addObject().put("nid", zone.nid()).put("zone", zone.type().kernelName())
                    .put("start_pfn", line.startPfn()).put("managed", zone.managedPages())
                    .put("min", zone.minPages()).put("low", zone.lowPages()).put("high", zone.highPages())
                    .putArray("protection");
            zone.protectionPages().forEach(protection::add);
        }
        notes.forEach(json.putArray("notes")::add);
        return json;
    }

    private void putMatrix(ObjectNode json, String name, NodeMatrix matrix) {
        if (matrix.isEmpty()) {
            json.putNull(name);
            return;
        }
        ArrayNode rows = json.putArray(name);
        for (int from : nids()) {
            ArrayNode row = rows.addArray();
            for (int to : nids()) {
                if (matrix.has(from, to)) {
                    row.add(BigDecimal.valueOf(matrix.get(from, to)).stripTrailingZeros());
                } else {
                    row.addNull();
                }
            }
        }
    }
}
