package io.numalab.spi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.BitSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A NodeMask behaves as java.util.BitSet does. */
class NodeMaskProperties {

    @Provide
    Arbitrary<int[]> nids() {
        Arbitrary<Integer> nid = Arbitraries.oneOf(
                Arbitraries.integers().between(0, 7),
                Arbitraries.integers().between(56, 72),
                Arbitraries.integers().between(0, NodeMask.MAX_NODES - 1));
        return nid.array(int[].class).ofMaxSize(12);
    }

    private static BitSet twin(int... nids) {
        BitSet set = new BitSet();
        for (int nid : nids) {
            set.set(nid);
        }
        return set;
    }

    private static void assertSameNodes(BitSet expected, NodeMask mask) {
        assertArrayEquals(expected.stream().toArray(), mask.toArray());
        assertEquals(expected.cardinality(), mask.size());
        assertEquals(expected.isEmpty(), mask.isEmpty());
        assertEquals(expected.nextSetBit(0), mask.first());
        // However a mask came about, equal sets are equal masks.
        NodeMask again = NodeMask.of(expected.stream().toArray());
        assertEquals(again, mask);
        assertEquals(again.hashCode(), mask.hashCode());
    }

    @Property
    void shouldHoldWhatWasPutIn(@ForAll("nids") int[] nids) {
        NodeMask mask = NodeMask.of(nids);
        BitSet set = twin(nids);
        assertSameNodes(set, mask);
        for (int nid = -2; nid <= NodeMask.MAX_NODES; nid++) {
            assertEquals(nid >= 0 && set.get(nid), mask.contains(nid));
            assertEquals(set.nextSetBit(Math.max(nid + 1, 0)), mask.next(nid));
        }
    }

    @Property
    void shouldCombineAsSets(@ForAll("nids") int[] left, @ForAll("nids") int[] right) {
        NodeMask one = NodeMask.of(left);
        NodeMask two = NodeMask.of(right);
        BitSet and = twin(left);
        and.and(twin(right));
        assertSameNodes(and, one.and(two));
        BitSet or = twin(left);
        or.or(twin(right));
        assertSameNodes(or, one.or(two));
        BitSet minus = twin(left);
        minus.andNot(twin(right));
        assertSameNodes(minus, one.minus(two));
        assertEquals(twin(left).intersects(twin(right)), one.intersects(two));
        assertEquals(or.equals(twin(left)), one.containsAll(two));
        assertEquals(twin(left).equals(twin(right)), one.equals(two));
    }

    @Property
    void shouldReadBackWhatItWrites(@ForAll("nids") int[] nids) {
        NodeMask all = NodeMask.range(0, NodeMask.MAX_NODES - 1);
        NodeMask mask = NodeMask.of(nids);
        if (!mask.isEmpty()) {
            assertEquals(mask, NodeMask.parse(mask.toString(), all));
            assertEquals(mask, NodeMask.parse(mask.toString(), mask));
            assertEquals(all.minus(mask), NodeMask.parse("!" + mask, all));
            assertEquals(mask, NodeMask.parse("+0-" + (mask.size() - 1), mask));
        }
    }

    @Property
    void shouldMakeRanges(@ForAll("nids") int[] nids) {
        if (nids.length >= 2) {
            int first = Math.min(nids[0], nids[1]);
            int last = Math.max(nids[0], nids[1]);
            BitSet set = new BitSet();
            set.set(first, last + 1);
            assertSameNodes(set, NodeMask.range(first, last));
        }
    }
}
