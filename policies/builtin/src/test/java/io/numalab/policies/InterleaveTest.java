package io.numalab.policies;

import static io.numalab.policies.Placements.of;
import static io.numalab.policies.Placements.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.spi.NodeMask;
import io.numalab.spi.PageKind;
import org.junit.jupiter.api.Test;

class InterleaveTest {

    private final FakeMachine machine = FakeMachine.of(4);
    private final FakeQuery query = FakeQuery.on(1, machine);

    @Test
    void shouldGoByIndexInMappingsAndInTurnsElsewhere() {
        assertEquals("INDEXED[0, 2]", text("interleave:0,2", machine, query));
        assertEquals("INDEXED[0, 2]", text("interleave:0,2", machine, query.withKind(PageKind.SHARED)));
        assertEquals("SEQUENCED[0, 2]", text("interleave:0,2", machine, query.withKind(PageKind.FILE)));
        assertEquals("SEQUENCED[0, 2]", text("interleave:0,2", machine, query.withKind(PageKind.KERNEL)));
    }

    @Test
    void shouldSpreadOverAllMemoryByDefault() {
        FakeMachine holed = machine.withMemoryNodes(NodeMask.of(0, 3));
        assertEquals("INDEXED[0, 3]", text("interleave", holed, FakeQuery.on(1, holed)));
        assertEquals("INDEXED[1, 2]", text("interleave", machine, query.withCpuset(NodeMask.of(1, 2))));
    }

    @Test
    void shouldFollowTheCpuset() {
        assertEquals("INDEXED[2, 3]", text("interleave:0-1", machine, query.withCpuset(NodeMask.of(2, 3))));
        assertEquals("INDEXED[3]", text("interleave:0-3", machine, query.withCpuset(NodeMask.of(3))));
    }

    @Test
    void shouldRepeatNodesByWeight() {
        // Weights are 0 (never set), 2, 3, 4.
        assertEquals("INDEXED[0, 1, 1, 3, 3, 3, 3]", text("weighted-interleave:0-1,3", machine, query));
        assertEquals("SEQUENCED[1, 1, 2, 2, 2]",
                text("weighted-interleave:1-2", machine, query.withKind(PageKind.FILE)));
        assertEquals("INDEXED[1, 1]", text("weighted-interleave", machine, query.withCpuset(NodeMask.of(1))));
    }

    @Test
    void shouldCountHitsOnlyWithoutWeights() {
        assertTrue(of("interleave:0-1", machine, query).countsInterleaveHit());
        assertFalse(of("weighted-interleave:0-1", machine, query).countsInterleaveHit());
    }
}
