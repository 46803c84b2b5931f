package io.numalab.scenario.topology;

import io.numalab.scenario.language.CostLine;
import io.numalab.scenario.language.NodeLine;
import io.numalab.scenario.language.Scenario;
import io.numalab.scenario.language.ScenarioHeader;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes the machine from the header of a scenario: its nodes, distances, zones and the prices of pairs of nodes. */
final class ScenarioTopology {
    private static final Pattern PAIR = Pattern.compile("(ACCESS|BANDWIDTH)\\.([0-9]{1,4})(?:\\.([0-9]{1,4}))?");

    private ScenarioTopology() {
    }

    static boolean recognises(TextLine line) {
        return line.text().stripLeading().startsWith("@node ");
    }

    /** @param format what to call it */
    static Topology of(Scenario scenario, String format) {
        ScenarioHeader header = scenario.header();
        TopologyFacts facts = new TopologyFacts(scenario.file(), format);
        for (NodeLine node : header.nodes()) {
            BitSet cpus = new BitSet();
            node.cpus().forEach(cpus::set);
            facts.cpus(node.nid(), cpus);
            facts.bytes(node.nid(), node.bytes());
        }
        for (int from = 0; from < header.distance().size(); from++) {
            List<Integer> row = header.distance().get(from);
            for (int to = 0; to < row.size(); to++) {
                facts.distances.put(header.nodes().get(from).nid(), header.nodes().get(to).nid(), row.get(to));
            }
        }
        facts.zones.addAll(header.zones());
        scenario.costs().forEach(cost -> add(facts, cost));
        return facts.build();
    }

    private static void add(TopologyFacts facts, CostLine cost) {
        Matcher pair = PAIR.matcher(cost.name());
        if (!pair.matches() || pair.group(1).equals("ACCESS") && pair.group(3) == null) {
            return;
        }
        int from = Integer.parseInt(pair.group(2));
        int to = pair.group(3) == null ? from : Integer.parseInt(pair.group(3));
        if (from <= TopologyFacts.NID_MAX && to <= TopologyFacts.NID_MAX) {
            (pair.group(1).equals("ACCESS") ? facts.latencies : facts.bandwidths).put(from, to, cost.nanos());
        }
    }
}
