package io.numalab.cli;

import io.numalab.machine.Machine;
import io.numalab.machine.Task;
import io.numalab.report.comparison.Variant;
import io.numalab.report.measure.ReclaimCount;
import io.numalab.report.measure.TaskCount;
import io.numalab.scenario.access.AccessCount;
import io.numalab.scenario.access.AccessReader;
import io.numalab.scenario.access.AccessReplay;
import io.numalab.scenario.language.Scenario;
import io.numalab.scenario.parallel.Simulation;
import io.numalab.scenario.play.ScenarioMachine;
import io.numalab.scenario.play.ScenarioPlayer;
import io.numalab.scenario.play.UnderTest;
import io.numalab.scenario.trace.TraceFile;
import io.numalab.spi.NodeMask;
import io.numalab.spi.Policies;
import io.numalab.spi.PolicyException;
import io.numalab.stat.VmEvent;
import io.numalab.topology.MachineSpec;
import io.numalab.topology.NodeSpec;
import io.numalab.topology.Prices;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/**
 * An access trace under one variant of policy and settings.
 *
 * @param file the trace
 * @param scenario what is played before, on the machine that the trace then uses
 * @param home the node whose CPUs the tasks of the trace take first
 * @param rate accesses that stand for one of the trace
 * @param progress is told now and then how many lines have been read
 */
record AccessRun(
        Path file, Scenario scenario, Variant variant, int home, double rate, long seed, Policies policies,
        LongConsumer progress) implements Simulation<AccessRow> {

    @Override
    public long heapBytes() {
        return ScenarioMachine.spec(scenario).heapBytes();
    }

    /**
     * Plays the scenario, then the trace.
     *
     * @throws IOException if the trace cannot be read
     * @throws IllegalArgumentException if it is malformed, or the variant does not fit the machine
     */
    @Override
    public AccessRow run() throws IOException {
        Scenario changed = variant.in(scenario);
        Machine machine = ScenarioMachine.builder(changed, null, Prices.hardware()).seed(seed).policies(policies)
                .build();
        MachineSpec spec = machine.spec();
        NodeMask nodes = spec.memoryNodes().or(spec.cpuNodes());
        UnderTest tested = variant.underTest(policies, nodes);
        new ScenarioPlayer(changed, machine, tested).playAll();
        if (tested.machineScope()) {
            accepted(machine.attach(tested.policy()));
        }
        AccessReplay replay = new AccessReplay(machine, cpus(spec), rate, task -> {
            if (!tested.machineScope()) {
                accepted(task.setPolicy(tested.policy()));
            }
        });
        ReclaimCount before = ReclaimCount.of(machine);
        long faultsBefore = machine.event(VmEvent.PGFAULT);
        try (AccessReader reader = AccessReader.open(TraceFile.open(file), file.toString())) {
            AccessCount count = replay.play(reader, progress);
            TaskCount tasks = TaskCount.of(machine,
                    count.tasks().stream().map(Task::name).collect(Collectors.toSet()));
            return new AccessRow(variant.toString(), count, machine.event(VmEvent.PGFAULT) - faultsBefore, tasks,
                    ReclaimCount.of(machine).since(before));
        }
    }

    private void accepted(int status) {
        if (status != 0) {
            throw new PolicyException("policy " + variant.policy() + ": the simulated kernel refuses it with error "
                    + status);
        }
    }

    /** The CPUs of the home node, then those of the nodes nearest to it. */
    private List<Integer> cpus(MachineSpec spec) {
        List<NodeSpec> byDistance = new ArrayList<>(spec.nodes());
        byDistance.sort(Comparator.comparingInt((NodeSpec node) -> spec.distance(home, node.nid()))
                .thenComparingInt(NodeSpec::nid));
        return byDistance.stream().flatMap(node -> node.cpus().stream()).toList();
    }
}
