package io.numalab.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.memory.NaiveFallbackOrder.Fault;
import io.numalab.topology.MachineSpec;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Invariant 28 of linux-model 25, and agreement with a twin that follows the text pick by pick. */
class FallbackOrderProperties {
    private static final int SAMPLES = 1000;

    @Provide
    Arbitrary<MachineSpec> machines() {
        return Topologies.any();
    }

    @Property
    void shouldBePermutationsByScore(@ForAll("machines") MachineSpec spec) {
        assertEquals("", violation(spec, FallbackOrder.of(spec), false));
        assertEquals("", violation(spec, FallbackOrder.rebuilt(spec), true));
    }

    @Property
    void shouldAgreeWithTheTwin(@ForAll("machines") MachineSpec spec, @ForAll boolean rebuilt) {
        int[][] expected = new NaiveFallbackOrder(spec, rebuilt, Fault.NONE).lists();
        int[][] lists = rebuilt ? FallbackOrder.rebuilt(spec) : FallbackOrder.of(spec);
        assertArrayEquals(expected, lists, () -> Arrays.deepToString(lists));
    }

    @Example
    void shouldCatchPlantedFaults() {
        // How equally far nodes take turns is not part of the invariant; the comparison with the twin sees it.
        Set<Fault> invisible = EnumSet.of(Fault.NONE, Fault.NO_LOAD, Fault.EAGER_LOAD);
        List<MachineSpec> specs = Topologies.any().sampleStream().limit(SAMPLES).toList();
        for (Fault fault : Fault.values()) {
            boolean seen = specs.stream().anyMatch(
                    spec -> !violation(spec, new NaiveFallbackOrder(spec, false, fault).lists(), false).isEmpty());
            boolean differs = specs.stream().anyMatch(spec -> !Arrays.deepEquals(
                    new NaiveFallbackOrder(spec, false, fault).lists(), FallbackOrder.of(spec)));
            assertEquals(!invisible.contains(fault), seen, fault + " against invariant 28");
            assertEquals(fault != Fault.NONE, differs, fault + " against the twin");
        }
    }

    @Example
    void shouldMeetEveryKindOfMachine() {
        List<MachineSpec> specs = Topologies.any().sampleStream().limit(SAMPLES).toList();
        assertTrue(specs.stream().anyMatch(spec -> spec.nodeCount() == 8));
        assertTrue(specs.stream().anyMatch(spec -> !spec.memoryNodes().containsAll(spec.cpuNodes())));
        assertTrue(specs.stream().anyMatch(spec -> !spec.cpuNodes().containsAll(spec.memoryNodes())));
        assertTrue(specs.stream().anyMatch(spec -> spec.cpuNodes().or(spec.memoryNodes()).size() < spec.nodeCount()));
        assertTrue(specs.stream().anyMatch(
                spec -> spec.nodeCount() > 1 && spec.distance(0, 1) != spec.distance(1, 0)));
        assertFalse(specs.stream().anyMatch(spec -> spec.memoryNodes().isEmpty()));
    }

    /** What contradicts the invariant, nothing if all is well. */
    private static String violation(MachineSpec spec, int[][] lists, boolean rebuilt) {
        for (int me = 0; me < lists.length; me++) {
            boolean exists = spec.memoryNodes().or(spec.cpuNodes()).contains(me);
            int[] sorted = lists[me].clone();
            Arrays.sort(sorted);
            if (!Arrays.equals(exists ? spec.memoryNodes().toArray() : new int[0], sorted)) {
                return "node " + me + ": no permutation of the memory nodes: " + Arrays.toString(lists[me]);
            }
            boolean local = spec.memoryNodes().contains(me);
            if (local && lists[me][0] != me) {
                return "node " + me + ": does not begin with itself: " + Arrays.toString(lists[me]);
            }
            for (int i = local ? 2 : 1; i < lists[me].length; i++) {
                if (score(spec, me, lists[me][i], rebuilt) < score(spec, me, lists[me][i - 1], rebuilt)) {
                    return "node " + me + ": the score decreases: " + Arrays.toString(lists[me]);
                }
            }
        }
        return "";
    }

    private static int score(MachineSpec spec, int me, int target, boolean rebuilt) {
        int penalty = rebuilt && spec.cpuNodes().contains(target) ? 1 : 0;
        return spec.distance(me, target) + (target < me ? 1 : 0) + penalty;
    }
}
