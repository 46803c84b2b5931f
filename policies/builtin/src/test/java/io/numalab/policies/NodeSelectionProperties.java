package io.numalab.policies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.spi.GfpFlags;
import io.numalab.spi.NodeMask;
import io.numalab.spi.PageKind;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

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

    @Property
    void shouldStayInsideTheCpuset(
            @ForAll @IntRange(min = 1, max = 255) int requested,
            @ForAll @IntRange(min = 1, max = 255) int attached,
            @ForAll @IntRange(min = 1, max = 255) int current,
            @ForAll boolean keepsNumbers) {
        FakeQuery query = new FakeQuery(
                PageKind.ANON, GfpFlags.HIGHUSER_MOVABLE, 0, 0, mask(current), mask(attached));
        NodeMask nodes = new NodeSelection(mask(requested), keepsNumbers).in(query);
        assertTrue(mask(current).containsAll(nodes));
        assertTrue(!nodes.isEmpty());
    }
}
