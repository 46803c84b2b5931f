package io.numalab.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.machine.Task;
import io.numalab.spi.NodeMask;
import io.numalab.spi.PolicySpec;
import io.numalab.topology.KernelVersion;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Invariant 19: the first pass of PREFERRED_MANY leaves no node that it wants unbalanced with its kswapd asleep. */
class PreferredManyWakesProperties {
    private static final int MEBIBYTES = 12;
    private static final int NODE_PAGES = MEBIBYTES * Stage.PAGES_PER_MIB;
    private static final int NODES = 3;

    @Provide
    Arbitrary<KernelVersion> kernels() {
        return Stage.kernels();
    }

    private static History run(KernelVersion kernel, NodeMask nodes, int cpuNode, int cachePercent, int usedPercent) {
        Stage stage = new Stage(kernel, NODES, MEBIBYTES);
        Task reader = stage.task("R", nodes.first());
        stage.read(reader, "f", NODE_PAGES * cachePercent / 100, 1);
        Task task = stage.task("A", cpuNode);
        assertEquals(0, task.setPolicy(PolicySpec.parse("preferred-many:" + nodes)));
        stage.expect(task, Stage.preferringMany(nodes, cpuNode));
        stage.touch(task, "m", NODE_PAGES * usedPercent / 100);
        return stage.history();
    }

    @Property(tries = 60)
    void unbalancedNodesAreServed(
            @ForAll("kernels") KernelVersion kernel, @ForAll @IntRange(min = 1, max = 7) int mask,
            @ForAll @IntRange(max = 2) int cpuNode, @ForAll @IntRange(max = 100) int cachePercent,
            @ForAll @IntRange(min = 50, max = 200) int usedPercent) {
        NodeMask nodes = NodeMask.EMPTY;
        for (int nid = 0; nid < NODES; nid++) {
            nodes = (mask >> nid & 1) != 0 ? nodes.or(NodeMask.of(nid)) : nodes;
        }
        WakeRules.PREFERRED_MANY.check(run(kernel, nodes, cpuNode, cachePercent, usedPercent));
    }

    @Example
    void aMissingWakeUpIsCaught() {
        for (KernelVersion kernel : new KernelVersion[] {KernelVersion.V6_1, KernelVersion.V6_12}) {
            History history = run(kernel, NodeMask.of(0, 2), 0, 80, 150);
            assertTrue(WakeRules.PREFERRED_MANY.check(history) > 0);
            History asleep = new History(history.layout(), false, history.events().stream()
                    .filter(event -> !(event instanceof Event.KswapdWoke woke && woke.nid() == 2)).toList(),
                    history.ending());
            assertThrows(AssertionError.class, () -> WakeRules.PREFERRED_MANY.check(asleep));
        }
    }
}
