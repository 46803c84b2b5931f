package io.numalab.scenario.topology;

import io.numalab.scenario.language.ByteSize;
import io.numalab.scenario.language.CostLine;
import io.numalab.scenario.language.NumberList;
import io.numalab.scenario.language.Scenario;
import io.numalab.scenario.language.SourcePosition;
import io.numalab.scenario.language.ZoneLine;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * A machine as far as one or several sources describe it: what none of them states is absent, not guessed. Node ids are
 * the kernel's. Immutable.
 *
 * @param source the file or text, for messages
 * @param format what it was understood as
 * @param nodes ascending by id
 * @param unplacedCpus CPUs that exist on nodes that are not stated
 * @param distances the SLIT as the kernel shows it
 * @param latencyNanos idle latencies in nanoseconds
 * @param bandwidthMegabytes read bandwidths in MB/s (10^6 bytes)
 * @param zones with marks and reserves, empty if they are not stated
 * @param notes what was assumed or not understood, one line each
 */
public record Topology(
        String source, String format, List<TopologyNode> nodes, List<Integer> unplacedCpus, NodeMatrix distances,
        NodeMatrix latencyNanos, NodeMatrix bandwidthMegabytes, List<ZoneLine> zones, List<String> notes) {

    /** Copies the lists. */
    public Topology {
        nodes = List.copyOf(nodes);
        unplacedCpus = List.copyOf(unplacedCpus);
        zones = List.copyOf(zones);
        notes = List.copyOf(notes);
    }

    /** This and what another source says of the same machine; where both state something, the other one holds. */
    public Topology merge(Topology other) {
        if (zones.isEmpty() != other.zones.isEmpty()) {
            return zones.isEmpty() ? merged(LargePages.inSmallPages(other, this))
                    : LargePages.inSmallPages(this, other).merged(other);
        }
        return merged(other);
    }

    private Topology merged(Topology other) {
        TreeMap<Integer, TopologyNode> merged = new TreeMap<>();
        nodes.forEach(node -> merged.put(node.nid(), node));
        for (TopologyNode node : other.nodes) {
            TopologyNode known = merged.getOrDefault(node.nid(), node);
            Optional<List<Integer>> cpus = node.cpus().or(known::cpus);
            OptionalLong bytes = node.bytes().isPresent() ? node.bytes() : known.bytes();
            merged.put(node.nid(), new TopologyNode(node.nid(), cpus, bytes));
        }
        Set<String> allNotes = new LinkedHashSet<>(notes);
        allNotes.addAll(other.notes);
        return new Topology(source + ", " + other.source, format + ", " + other.format,
                List.copyOf(merged.values()), other.unplacedCpus.isEmpty() ? unplacedCpus : other.unplacedCpus,
                new NodeMatrix.Builder().putAll(distances).putAll(other.distances).build(),
                new NodeMatrix.Builder().putAll(latencyNanos).putAll(other.latencyNanos).build(),
                new NodeMatrix.Builder().putAll(bandwidthMegabytes).putAll(other.bandwidthMegabytes).build(),
                other.zones.isEmpty() ? zones : other.zones, List.copyOf(allNotes));
    }

    /**
     * The same with everything a simulation needs: CPUs that no source places are dealt to the nodes with memory in
     * equal blocks, distances are the kernel's 10 and 20 if there are none; a note says so.
     *
     * @throws TopologyException if a size, CPUs or some distances are missing, or such a machine cannot be
     */
    public Topology complete() {
        return new TopologyCompletion(this).complete();
    }

    /**
     * The machine as the first lines of a scenario. A complete topology gives lines that {@link Scenario} reads.
     *
     * @return {@code @node}, {@code @distance}, {@code sim zone} and {@code sim cost} lines
     */
    public List<String> scenarioLines() {
        List<String> lines = new ArrayList<>();
        int next = 0;
        for (TopologyNode node : nodes) {
            List<Integer> cpus = node.cpus().orElse(List.of());
            lines.add("@node " + ByteSize.format(node.bytes().orElse(0))
                    + (cpus.isEmpty() ? "" : " cpus=" + NumberList.format(cpus))
                    + (node.nid() == next ? "" : " nid=" + node.nid()));
            next = node.nid() + 1;
        }
        if (!distances.isEmpty()) {
            lines.add("@distance " + String.join(" / ", nodes.stream().map(this::distanceRow).toList()));
        }
        zones.forEach(zone -> lines.add(zone.text()));
        costs().forEach(cost -> lines.add(cost.text()));
        return lines;
    }

    private String distanceRow(TopologyNode from) {
        return String.join(" ", nodes.stream()
                .map(to -> Long.toString((long) distances.get(from.nid(), to.nid()))).toList());
    }

    /**
     * The machine as a scenario without steps.
     *
     * @throws TopologyException as {@link #complete}
     */
    public Scenario scenario() {
        return Scenario.parse(source, String.join("\n", complete().scenarioLines()));
    }

    /** Latencies and bandwidths as prices: of a pair of nodes, and the bandwidth of each node's memory. */
    public List<CostLine> costs() {
        List<CostLine> costs = new ArrayList<>();
        for (TopologyNode from : nodes) {
            for (TopologyNode to : nodes) {
                add(costs, "ACCESS." + from.nid() + "." + to.nid(), latencyNanos.get(from.nid(), to.nid()));
            }
        }
        for (TopologyNode to : nodes) {
            add(costs, "BANDWIDTH." + to.nid(), memoryBandwidth(to.nid()));
            for (TopologyNode from : nodes) {
                if (from.nid() != to.nid()) {
                    add(costs, "BANDWIDTH." + from.nid() + "." + to.nid(),
                            bandwidthMegabytes.get(from.nid(), to.nid()));
                }
            }
        }
        return costs;
    }

    // What a node without CPUs can give is what the nearest CPU was measured to get.
    private double memoryBandwidth(int nid) {
        if (bandwidthMegabytes.has(nid, nid)) {
            return bandwidthMegabytes.get(nid, nid);
        }
        return nodes.stream().mapToDouble(from -> bandwidthMegabytes.get(from.nid(), nid))
                .filter(value -> !Double.isNaN(value)).max().orElse(Double.NaN);
    }

    private void add(List<CostLine> costs, String name, double value) {
        if (!Double.isNaN(value)) {
            costs.add(new CostLine(name, value, new SourcePosition(source, 0, 0)));
        }
    }
}
