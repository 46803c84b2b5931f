package io.numalab.scenario.topology;

import io.numalab.scenario.language.NumberList;
import io.numalab.scenario.language.Scenario;
import io.numalab.scenario.language.ScenarioException;
import io.numalab.scenario.play.ScenarioMachine;
import io.numalab.topology.MachineSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Fills in what may be assumed of a machine and refuses what may not. */
final class TopologyCompletion {
    private final Topology topology;
    private final List<String> notes;

    TopologyCompletion(Topology topology) {
        this.topology = topology;
        notes = new ArrayList<>(topology.notes());
    }

    Topology complete() {
        if (topology.nodes().isEmpty()) {
            throw new TopologyException(topology.source(), "expected at least one node, got none");
        }
        for (TopologyNode node : topology.nodes()) {
            if (node.bytes().isEmpty()) {
                throw missing("the size of node " + node.nid());
            }
        }
        Topology complete = new Topology(topology.source(), topology.format(), placed(), List.of(), distances(),
                topology.latencyNanos(), topology.bandwidthMegabytes(), topology.zones(), notes);
        try {
            ScenarioMachine.spec(Scenario.parse(topology.source(), String.join("\n", complete.scenarioLines())));
        } catch (TopologyException placed) {
            throw placed;
        } catch (ScenarioException contradiction) {
            // Its line is one of the lines made here, not of the source.
            String text = contradiction.getMessage();
            throw new TopologyException(topology.source(), text.substring(text.indexOf(": ") + 2));
        } catch (IllegalArgumentException impossible) {
            throw new TopologyException(topology.source(), impossible.getMessage());
        }
        return complete;
    }

    private TopologyException missing(String what) {
        return new TopologyException(topology.source(), "expected " + what + ", which " + topology.format()
                + " does not state here: add another source, such as numactl --hardware or sysfs");
    }

    private List<TopologyNode> placed() {
        List<TopologyNode> unknown = topology.nodes().stream().filter(node -> node.cpus().isEmpty()).toList();
        if (unknown.isEmpty()) {
            return topology.nodes();
        }
        List<TopologyNode> takers =
                topology.nodes().stream().filter(node -> node.bytes().getAsLong() > 0).toList();
        List<Integer> cpus = topology.unplacedCpus();
        if (unknown.size() < topology.nodes().size() || cpus.isEmpty() || takers.isEmpty()) {
            throw missing("the CPUs of node " + unknown.get(0).nid());
        }
        notes.add("the nodes of the CPUs are not stated: CPUs " + NumberList.format(cpus)
                + " dealt to the nodes with memory in equal blocks");
        List<TopologyNode> placed = new ArrayList<>();
        for (TopologyNode node : topology.nodes()) {
            int index = takers.indexOf(node);
            List<Integer> own = index < 0 ? List.of() : cpus.subList(
                    index * cpus.size() / takers.size(), (index + 1) * cpus.size() / takers.size());
            placed.add(new TopologyNode(node.nid(), Optional.of(own), node.bytes()));
        }
        return placed;
    }

    private NodeMatrix distances() {
        NodeMatrix stated = topology.distances();
        NodeMatrix.Builder distances = new NodeMatrix.Builder();
        boolean none = stated.isEmpty();
        if (none && topology.nodes().size() > 1) {
            notes.add("no distances are stated: " + MachineSpec.LOCAL_DISTANCE + " and " + MachineSpec.REMOTE_DISTANCE
                    + ", as the kernel assumes");
        }
        for (TopologyNode from : topology.nodes()) {
            for (TopologyNode to : topology.nodes()) {
                boolean same = from.nid() == to.nid();
                if (!none && !same && !stated.has(from.nid(), to.nid())) {
                    throw missing("the distance from node " + from.nid() + " to node " + to.nid());
                }
                double assumed = same ? MachineSpec.LOCAL_DISTANCE : MachineSpec.REMOTE_DISTANCE;
                distances.put(from.nid(), to.nid(), none || same ? assumed : stated.get(from.nid(), to.nid()));
            }
        }
        return distances.build();
    }
}
