package io.numalab.policies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.spi.GfpFlags;
import io.numalab.spi.NodeMask;
import io.numalab.spi.PageKind;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class NodeSelectionProperties {

    private static NodeMask mask(int bits) {
        NodeMask mask = NodeMask.EMPTY;
        for (int nid = 0; nid < 8; nid++) {
            mask = (bits >> nid & 1) == 0 ? mask : mask.or(NodeMask.of(nid));
        }
        return mask;
    }

    @Property
    void shouldRemapAsPlainListsDo(
            @ForAll @IntRange(max = 255) int nodes,
            @ForAll @IntRange(min = 1, max = 255) int from,
            @ForAll @IntRange(min = 1, max = 255) int to) {
        List<Integer> sources = new ArrayList<>();
        List<Integer> targets = new ArrayList<>();
        for (int nid = 0; nid < 8; nid++) {
            if ((from >> nid & 1) != 0) {
                sources.add(nid);
            }
            if ((to >> nid & 1) != 0) {
                targets.add(nid);
            }
        }
        int expected = 0;
        for (int nid = 0; nid < 8; nid++) {
            if ((nodes >> nid & 1) != 0 && sources.contains(nid)) {
                expected |= 1 << targets.get(sources.indexOf(nid) % targets.size());
            }
        }
        assertEquals(mask(expected), NodeSelection.remap(mask(nodes), mask(from), mask(to)));
    }

    private static FakeQuery query(List<Integer> cpusets) {
        List<NodeMask> steps = cpusets.stream().map(NodeSelectionProperties::mask).toList();
        return new FakeQuery(
                PageKind.ANON, GfpFlags.HIGHUSER_MOVABLE, 0, 0, steps.get(steps.size() - 1), steps);
    }

    private static NodeMask in(NodeSelection.Numbers numbers, int requested, Integer... cpusets) {
        return new NodeSelection(mask(requested), numbers).in(query(List.of(cpusets)));
    }

    @Property
    void shouldFollowEachChangeFromTheLast(
            @ForAll @IntRange(min = 1, max = 255) int requested,
            @ForAll @Size(min = 2, max = 5) List<@IntRange(min = 1, max = 255) Integer> cpusets) {
        int nodes = requested & cpusets.get(0);
        for (int i = 1; i < cpusets.size(); i++) {
            List<Integer> changed = List.of(cpusets.get(i - 1), cpusets.get(i));
            int before = nodes == 0 ? cpusets.get(i - 1) : nodes;
            NodeMask after = in(NodeSelection.Numbers.REMAPPED, before, changed.toArray(Integer[]::new));
            nodes = java.util.Arrays.stream(after.toArray()).map(nid -> 1 << nid).sum();
        }
        int first = requested & cpusets.get(0);
        // A mask without any node of the first cpuset cannot be attached.
        if (first != 0) {
            assertEquals(mask(nodes), in(NodeSelection.Numbers.REMAPPED, requested, cpusets.toArray(Integer[]::new)));
        }
    }

    // Nodes 2 and 3 of 0-3; the cpuset shrinks to 0, then becomes 0-3 again.
    @Example
    void shouldNotRestoreWhatAStepHasLost() {
        assertEquals(mask(0b0001), in(NodeSelection.Numbers.REMAPPED, 0b1100, 0b1111, 0b0001, 0b1111));
        assertEquals(mask(0b1100), in(NodeSelection.Numbers.STATIC, 0b1100, 0b1111, 0b0001, 0b1111));
        assertEquals(mask(0b1100), in(NodeSelection.Numbers.RELATIVE, 0b1100, 0b1111, 0b0001, 0b1111));
        assertEquals(mask(0b1100), in(NodeSelection.Numbers.REMAPPED, 0b0011, 0b0011, 0b1100));
        assertEquals(mask(0b1100), in(NodeSelection.Numbers.STATIC, 0b0011, 0b0011, 0b1100));
        assertEquals(mask(0b0100), in(NodeSelection.Numbers.RELATIVE, 0b0100, 0b0011, 0b1100));
    }

    @Property
    void shouldStayInsideTheCpuset(
            @ForAll @IntRange(min = 1, max = 255) int requested,
            @ForAll @Size(min = 1, max = 4) List<@IntRange(min = 1, max = 255) Integer> cpusets,
            @ForAll NodeSelection.Numbers numbers) {
        FakeQuery query = query(cpusets);
        NodeMask nodes = new NodeSelection(mask(requested), numbers).in(query);
        assertTrue(query.cpusetNodes().containsAll(nodes));
        assertTrue(!nodes.isEmpty());
    }
}
