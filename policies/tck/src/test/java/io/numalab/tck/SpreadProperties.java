package io.numalab.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.numalab.machine.Machine;
import io.numalab.machine.Mapping;
import io.numalab.machine.Task;
import io.numalab.spi.NodeMask;
import io.numalab.spi.Policies;
import io.numalab.spi.PolicySpec;
import io.numalab.stat.NumaEvent;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Invariant 25: where interleaving puts a page depends on its index alone, as long as there is room. */
class SpreadProperties {
    private static final long PAGE_BYTES = 4096;

    /** A mapping as it lies: the node that each page should have, the node it has, and what was counted. */
    record Spread(List<Integer> expected, List<Integer> nodes, long hits, long expectedHits) {
        void check() {
            assertEquals(expected, nodes);
            assertEquals(expectedHits, hits);
        }
    }

    private static Spread spread(
            Policies policies, int pages, int nodes, NodeMask mask, int[] weights, boolean weighted, boolean random) {
        Machine machine = Machine.builder(Machines.equal(nodes, 16)).policies(policies).build();
        for (int nid = 0; nid < nodes; nid++) {
            machine.setInterleaveWeight(nid, weights[nid]);
        }
        Task task = machine.newTask("A", 0);
        Mapping mapping = task.mapAnonymous("h", pages * PAGE_BYTES);
        task.bind(mapping, PolicySpec.parse((weighted ? "weighted-interleave:" : "interleave:") + mask), false);
        task.startTouch(mapping, pages * PAGE_BYTES, true, random);
        machine.runAll();
        machine.validate();
        return asItLies(machine, mapping, mask, weighted ? weights : null);
    }

    private static Spread asItLies(Machine machine, Mapping mapping, NodeMask mask, int[] weights) {
        List<Integer> turns = new ArrayList<>();
        for (int nid : mask.toArray()) {
            for (int i = 0; i < (weights == null ? 1 : weights[nid]); i++) {
                turns.add(nid);
            }
        }
        List<Integer> expected = new ArrayList<>();
        List<Integer> found = new ArrayList<>();
        for (int page = 0; page < mapping.pages(); page++) {
            if (mapping.nodeAt(page) >= 0) {
                expected.add(turns.get(page % turns.size()));
                found.add(mapping.nodeAt(page));
            }
        }
        long hits = 0;
        for (int nid = 0; nid < machine.spec().nodeCount(); nid++) {
            hits += machine.numastat(nid, NumaEvent.INTERLEAVE_HIT);
        }
        return new Spread(expected, found, hits, weights == null ? found.size() : 0);
    }

    private static NodeMask mask(int nodes, int bits) {
        NodeMask mask = NodeMask.of(bits % nodes);
        for (int nid = 0; nid < nodes; nid++) {
            mask = (bits >> nid & 1) != 0 ? mask.or(NodeMask.of(nid)) : mask;
        }
        return mask;
    }

    @Property(tries = 60)
    void pagesTakeTurnsByIndex(
            @ForAll @IntRange(min = 1, max = 3000) int pages, @ForAll @IntRange(min = 1, max = 8) int nodes,
            @ForAll @IntRange(min = 0, max = 255) int bits,
            @ForAll @Size(8) List<@IntRange(min = 1, max = 9) Integer> weights, @ForAll boolean weighted,
            @ForAll boolean random) {
        int[] array = weights.stream().mapToInt(Integer::intValue).toArray();
        spread(Policies.load(), pages, nodes, mask(nodes, bits), array, weighted, random).check();
    }

    @Example
    void catchesAnInterleavingThatStartsAtTheSecondNode() {
        Spread wrong = spread(Saboteur.rotatedInterleave(), 100, 3, NodeMask.range(0, 2), new int[3], false, false);
        assertThrows(AssertionError.class, wrong::check);
        Spread uncounted =
                spread(Saboteur.uncountedInterleave(), 100, 3, NodeMask.range(0, 2), new int[3], false, false);
        assertThrows(AssertionError.class, uncounted::check);
    }
}
