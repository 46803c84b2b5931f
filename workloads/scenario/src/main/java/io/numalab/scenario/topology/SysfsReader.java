package io.numalab.scenario.topology;

import io.numalab.scenario.language.NumberList;
import io.numalab.scenario.language.SourcePosition;
import io.numalab.topology.NodeSpec;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the folder {@code devices/system/node} of sysfs. */
final class SysfsReader {
    private static final String FORMAT = "sysfs devices/system/node";
    private static final Pattern NODE = Pattern.compile("node([0-9]{1,9})/.*");
    private static final String TOTAL = "MemTotal:";

    private final SysfsFiles files;
    private final TopologyFacts facts;
    private final List<Integer> nids = new ArrayList<>();

    SysfsReader(SysfsFiles files) {
        this.files = files;
        facts = new TopologyFacts(files.source(), FORMAT);
    }

    Topology read() {
        findNodes();
        for (int nid : nids) {
            facts.node(nid);
            cpus(nid);
            memory(nid);
        }
        for (int nid : nids) {
            distances(nid);
        }
        NodeMatrix distances = facts.distances.build();
        HmatAttributes hmat = new HmatAttributes(files, facts);
        List<Integer> withCpus = facts.build().nodes().stream()
                .filter(node -> node.cpus().map(list -> !list.isEmpty()).orElse(false)).map(TopologyNode::nid).toList();
        for (int nid : nids) {
            hmat.add(nid, nearest(nid, withCpus, distances));
        }
        return facts.build();
    }

    private void findNodes() {
        BitSet found = new BitSet();
        for (String path : files.paths()) {
            Matcher matcher = NODE.matcher(path);
            if (matcher.matches()) {
                List<TextLine> lines = files.lines(path);
                SourcePosition position = lines.isEmpty() ? new SourcePosition(files.source(), 0, 0)
                        : lines.get(0).position(0);
                found.set(TopologyFacts.nid(new TextWord(position, matcher.group(1))));
            }
        }
        TextLine online = first("online");
        if (online != null) {
            BitSet listed = new BitSet();
            TopologyFacts.addCpus(listed, online.words().get(0));
            found.and(listed);
            if (!found.equals(listed)) {
                throw online.wrong("nodes that are described: " + NumberList.format(found.stream().boxed().toList()));
            }
        }
        found.stream().forEach(nids::add);
        if (nids.isEmpty()) {
            throw new TopologyException(new SourcePosition(files.source(), 0, 0),
                    "files such as node0/cpulist and node0/meminfo", "none");
        }
    }

    /** The first line of a file, or null if the file is missing or empty. */
    private TextLine first(String path) {
        List<TextLine> lines = files.lines(path);
        return lines == null || lines.isEmpty() ? null : lines.get(0);
    }

    private void cpus(int nid) {
        String list = "node" + nid + "/cpulist";
        TextLine map = first("node" + nid + "/cpumap");
        BitSet masked = map == null ? null : HexMask.parse(map.words().get(0), NodeSpec.CPU_MAX);
        if (files.lines(list) != null) {
            BitSet cpus = new BitSet();
            if (first(list) != null) {
                TopologyFacts.addCpus(cpus, first(list).words().get(0));
            }
            if (masked != null && !masked.equals(cpus)) {
                facts.notes.add("node " + nid + ": cpumap and cpulist differ, cpulist is taken");
            }
            facts.cpus(nid, cpus);
        } else if (masked != null) {
            facts.cpus(nid, masked);
        }
    }

    private void memory(int nid) {
        List<TextLine> lines = files.lines("node" + nid + "/meminfo");
        for (TextLine line : lines == null ? List.<TextLine>of() : lines) {
            int at = line.text().indexOf(TOTAL);
            if (at >= 0) {
                List<TextWord> words = line.words(at + TOTAL.length());
                if (words.isEmpty()) {
                    throw line.wrong("Node " + nid + " MemTotal: N kB");
                }
                facts.bytes(nid, words.get(0).number("kB", 0, TopologyFacts.BYTES_MAX >> 10) << 10);
                return;
            }
        }
    }

    /** A row has a value for each node that is online, ascending. */
    private void distances(int nid) {
        TextLine line = first("node" + nid + "/distance");
        if (line == null) {
            return;
        }
        List<TextWord> words = line.words();
        if (words.size() != nids.size()) {
            throw line.wrong(nids.size() + " distances of node " + nid + ", one to each node");
        }
        for (int i = 0; i < words.size(); i++) {
            facts.distance(nid, nids.get(i), words.get(i));
        }
    }

    private static List<Integer> nearest(int nid, List<Integer> withCpus, NodeMatrix distances) {
        if (withCpus.contains(nid)) {
            return List.of(nid);
        }
        double least = withCpus.stream().mapToDouble(from -> distances.get(from, nid)).min().orElse(Double.NaN);
        return withCpus.stream().filter(from -> distances.get(from, nid) == least).toList();
    }
}
