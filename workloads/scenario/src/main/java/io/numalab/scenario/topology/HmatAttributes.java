package io.numalab.scenario.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The HMAT figures that the kernel shows below {@code nodeN/accessM/initiators}: what the best initiators of a node get
 * from it. Class 1 counts CPUs only and comes first where it exists, class 0 is all that older kernels have. 0 means
 * unknown.
 */
final class HmatAttributes {
    /** The access classes, the better one first. */
    static final List<String> CLASSES = List.of("access1", "access0");
    /** What a class states: ns and MB/s. */
    static final List<String> FILES = List.of("read_latency", "read_bandwidth");

    private static final Pattern INITIATOR =
            Pattern.compile("(node[0-9]{1,9})/(access[01])/initiators/node([0-9]{1,4})");

    private final SysfsFiles files;
    private final TopologyFacts facts;

    HmatAttributes(SysfsFiles files, TopologyFacts facts) {
        this.files = files;
        this.facts = facts;
    }

    /**
     * Adds the figures of a node.
     *
     * @param nearest the nodes with CPUs that are nearest to it: the initiators, where the links to them are missing
     */
    void add(int nid, List<Integer> nearest) {
        for (String access : CLASSES) {
            double latency = value(nid, access, FILES.get(0));
            double bandwidth = value(nid, access, FILES.get(1));
            if (latency > 0 || bandwidth > 0) {
                List<Integer> linked = linked("node" + nid, access);
                for (int initiator : linked.isEmpty() ? nearest : linked) {
                    put(facts.latencies, initiator, nid, latency);
                    put(facts.bandwidths, initiator, nid, bandwidth);
                }
                return;
            }
        }
    }

    private static void put(NodeMatrix.Builder matrix, int from, int to, double value) {
        if (value > 0) {
            matrix.put(from, to, value);
        }
    }

    private double value(int nid, String access, String file) {
        List<TextLine> lines = files.lines("node" + nid + "/" + access + "/initiators/" + file);
        return lines == null || lines.isEmpty() ? 0 : lines.get(0).words().get(0).number(file, 0, 1_000_000_000L);
    }

    private List<Integer> linked(String node, String access) {
        List<Integer> linked = new ArrayList<>();
        for (String path : files.paths()) {
            Matcher matcher = INITIATOR.matcher(path);
            if (matcher.matches() && matcher.group(1).equals(node) && matcher.group(2).equals(access)
                    && facts.nids().contains(Integer.parseInt(matcher.group(3)))) {
                linked.add(Integer.parseInt(matcher.group(3)));
            }
        }
        return linked;
    }
}
