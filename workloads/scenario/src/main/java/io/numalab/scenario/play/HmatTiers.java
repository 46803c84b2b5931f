package io.numalab.scenario.play;

import io.numalab.scenario.language.CostLine;
import io.numalab.scenario.language.NodeLine;
import io.numalab.scenario.language.Scenario;
import io.numalab.scenario.language.ScenarioHeader;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The memory tiers that a kernel makes of the HMAT figures in the header, or, for a machine that was imported with
 * latencies and bandwidths of its nodes, of these: a node's abstract distance grows with its latency and shrinks with
 * its bandwidth, both relative to the first node with CPUs, and every 128 units are a tier. Models
 * {@code mt_perf_to_adistance} (linux-model 17.1; the recordings with {@code @hmat} show tiers 4 and 72).
 */
final class HmatTiers {
    /** 6.1 reads no HMAT: all its nodes are in one tier (recording demote-61). */
    private static final String WITHOUT = "6.1";
    private static final int DRAM_DISTANCE = 576;
    private static final int DISTANCE_PER_TIER = 128;
    private static final Pattern LATENCY = Pattern.compile(".*data-type=access-latency.*,latency=([0-9]{1,9}).*");
    private static final Pattern BANDWIDTH =
            Pattern.compile(".*data-type=access-bandwidth.*,bandwidth=([0-9]{1,9})([KMGT]?).*");
    private static final Pattern ACCESS = Pattern.compile("ACCESS\\.[0-9]{1,4}\\.([0-9]{1,4})");
    private static final Pattern OF_NODE = Pattern.compile("BANDWIDTH\\.([0-9]{1,4})");
    private static final Pattern TARGET = Pattern.compile(".*target=([0-9]{1,4})\\b.*");
    private static final String UNITS = "KMGT";

    private HmatTiers() {}

    /** The tier of every node; a lower number is faster. */
    static int[] of(Scenario scenario) {
        ScenarioHeader header = scenario.header();
        int[] tiers = new int[nodeCount(header)];
        Arrays.fill(tiers, DRAM_DISTANCE / DISTANCE_PER_TIER);
        long[] latency = new long[tiers.length];
        long[] bandwidth = bandwidths(scenario);
        if (header.hmat().isEmpty()) {
            priced(scenario, ACCESS, latency);
        } else {
            read(header.hmat(), LATENCY, latency);
        }
        int dram = header.nodes().stream().filter(node -> !node.cpus().isEmpty()).mapToInt(NodeLine::nid).findFirst()
                .orElse(0);
        for (int nid = 0; nid < tiers.length && !header.kernel().equals(WITHOUT); nid++) {
            if (Math.min(latency[nid], bandwidth[nid]) > 0 && Math.min(latency[dram], bandwidth[dram]) > 0) {
                double distance = (double) DRAM_DISTANCE * latency[nid] / latency[dram]
                        * bandwidth[dram] / bandwidth[nid];
                tiers[nid] = (int) Math.min(Integer.MAX_VALUE, distance / DISTANCE_PER_TIER);
            }
        }
        return tiers;
    }

    /** The bandwidth of every node, all in the same unit, 0 where the scenario has none. */
    static long[] bandwidths(Scenario scenario) {
        ScenarioHeader header = scenario.header();
        long[] bandwidth = new long[nodeCount(header)];
        if (header.hmat().isEmpty()) {
            priced(scenario, OF_NODE, bandwidth);
        } else {
            read(header.hmat(), BANDWIDTH, bandwidth);
        }
        return bandwidth;
    }

    /** What the scenario's prices have for nodes, in thousandths; for a latency the lowest of all initiators. */
    private static void priced(Scenario scenario, Pattern pattern, long[] byNode) {
        for (CostLine cost : scenario.costs()) {
            Matcher name = pattern.matcher(cost.name());
            int nid = name.matches() ? Integer.parseInt(name.group(1)) : byNode.length;
            if (nid < byNode.length) {
                long thousandths = StrictMath.round(1000 * cost.nanos());
                byNode[nid] = byNode[nid] == 0 ? thousandths : Math.min(byNode[nid], thousandths);
            }
        }
    }

    private static int nodeCount(ScenarioHeader header) {
        return header.nodes().get(header.nodes().size() - 1).nid() + 1;
    }

    // Of several initiators the first counts: it is the nearest one that a kernel looks for.
    private static void read(List<String> options, Pattern pattern, long[] byNode) {
        Map<Integer, Long> first = new HashMap<>();
        for (String option : options) {
            Matcher value = pattern.matcher(option);
            Matcher target = TARGET.matcher(option);
            if (value.matches() && target.matches()) {
                long unit = value.groupCount() > 1 ? 1L << 10 * (UNITS.indexOf(value.group(2).isEmpty()
                        ? ' ' : value.group(2).charAt(0)) + 1) : 1;
                first.putIfAbsent(Integer.parseInt(target.group(1)), Long.parseLong(value.group(1)) * unit);
            }
        }
        first.forEach((nid, value) -> {
            if (nid < byNode.length) {
                byNode[nid] = value;
            }
        });
    }
}
