package io.numalab.scenario.topology;

import io.numalab.scenario.language.ZoneLine;
import io.numalab.spi.NodeMask;
import io.numalab.topology.MachineSpec;
import io.numalab.topology.NodeSpec;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Collects what a source states. One thread only. */
final class TopologyFacts {
    /** The largest node id. */
    static final int NID_MAX = NodeMask.MAX_NODES - 1;
    /** The largest memory of a node that is read: more than a machine may have. */
    static final long BYTES_MAX = 1L << 46;

    final NodeMatrix.Builder distances = new NodeMatrix.Builder();
    final NodeMatrix.Builder latencies = new NodeMatrix.Builder();
    final NodeMatrix.Builder bandwidths = new NodeMatrix.Builder();
    final List<ZoneLine> zones = new ArrayList<>();
    final List<String> notes = new ArrayList<>();
    final BitSet unplacedCpus = new BitSet();

    private final String source;
    private final String format;
    private final TreeMap<Integer, TopologyNode> nodes = new TreeMap<>();

    TopologyFacts(String source, String format) {
        this.source = source;
        this.format = format;
    }

    /** A node exists. */
    void node(int nid) {
        nodes.putIfAbsent(nid, new TopologyNode(nid, Optional.empty(), OptionalLong.empty()));
    }

    void cpus(int nid, BitSet cpus) {
        node(nid);
        nodes.put(nid, new TopologyNode(nid, Optional.of(cpus.stream().boxed().toList()), nodes.get(nid).bytes()));
    }

    void bytes(int nid, long bytes) {
        node(nid);
        nodes.put(nid, new TopologyNode(nid, nodes.get(nid).cpus(), OptionalLong.of(bytes)));
    }

    boolean hasCpus(int nid) {
        return nodes.containsKey(nid) && nodes.get(nid).cpus().isPresent();
    }

    boolean hasBytes(int nid) {
        return nodes.containsKey(nid) && nodes.get(nid).bytes().isPresent();
    }

    List<Integer> nids() {
        return List.copyOf(nodes.keySet());
    }

    /** A distance; 0 is what tools print where they found none. */
    void distance(int from, int to, TextWord word) {
        if (word.text().equals("0")) {
            return;
        }
        if (from == to) {
            distances.put(from, to, word.number("as the distance of node " + from + " to itself a number",
                    MachineSpec.LOCAL_DISTANCE, MachineSpec.LOCAL_DISTANCE));
        } else {
            distances.put(from, to, word.number("the distance from node " + from + " to node " + to,
                    MachineSpec.LOCAL_DISTANCE, MachineSpec.DISTANCE_MAX));
        }
    }

    /** The node of a column of a table whose columns so far are these. */
    int column(List<Integer> columns, TextWord word) {
        int nid = nid(word);
        if (columns.contains(nid)) {
            throw word.wrong("each node once");
        }
        node(nid);
        return nid;
    }

    static int nid(TextWord word) {
        return (int) word.number("a node", 0, NID_MAX);
    }

    /** A CPU list as the kernel prints it: {@code 0-3,8}; nothing for none. */
    static void addCpus(BitSet cpus, TextWord word) {
        String expected = "CPUs from 0 to " + NodeSpec.CPU_MAX + " such as 0-3,8";
        for (String part : word.text().split(",", -1)) {
            String[] ends = part.split("-", -1);
            TextWord first = new TextWord(word.position(), ends[0]);
            TextWord last = new TextWord(word.position(), ends[ends.length - 1]);
            boolean numbers = ends.length <= 2 && first.isWhole() && last.isWhole();
            if (!numbers || Long.parseLong(last.text()) > NodeSpec.CPU_MAX
                    || Long.parseLong(first.text()) > Long.parseLong(last.text())) {
                throw word.wrong(expected);
            }
            cpus.set(Integer.parseInt(first.text()), Integer.parseInt(last.text()) + 1);
        }
    }

    Topology build() {
        return new Topology(source, format, List.copyOf(nodes.values()), unplacedCpus.stream().boxed().toList(),
                distances.build(), latencies.build(), bandwidths.build(), zones, notes);
    }
}
