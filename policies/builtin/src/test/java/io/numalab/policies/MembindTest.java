package io.numalab.policies;

import static io.numalab.policies.Placements.bind;
import static io.numalab.policies.Placements.preferred;
import static io.numalab.policies.Placements.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.numalab.spi.GfpFlags;
import io.numalab.spi.NodeMask;
import io.numalab.spi.PolicyException;
import io.numalab.spi.ZoneType;
import org.junit.jupiter.api.Test;

class MembindTest {

    private final FakeMachine machine = FakeMachine.of(4);

    @Test
    void shouldStayOnItsNodesStartingAtTheCpu() {
        assertEquals(bind(0, 1, 2), text("bind:1-2", machine, FakeQuery.on(0, machine)));
        assertEquals(bind(3, 1, 2), text("membind:1,2", machine, FakeQuery.on(3, machine)));
        assertEquals(bind(3, 0, 1) + ", balanced", text("bind-balancing:!2-3", machine, FakeQuery.on(3, machine)));
    }

    @Test
    void shouldTakeTheNodeOfTheCpuIfNoneIsGiven() {
        assertEquals(bind(2, 2), text("membind", machine, FakeQuery.on(2, machine)));
        FakeMachine holed = machine.withMemoryNodes(NodeMask.of(0, 3));
        assertEquals(bind(2, 3), text("membind", holed, FakeQuery.on(2, holed)));
    }

    @Test
    void shouldLetGoOfRequestsBelowThePolicyZone() {
        FakeQuery low = FakeQuery.on(0, machine).withGfp(GfpFlags.KERNEL | GfpFlags.DMA32);
        assertEquals(preferred(0), text("bind:1", machine, low));
        assertEquals(bind(0, 1), text("bind:1", machine.withPolicyZone(ZoneType.DMA32), low));
        assertEquals(bind(0, 1), text("bind:1", machine, low.withGfp(GfpFlags.KERNEL)));
    }

    @Test
    void shouldFollowTheCpusetByPosition() {
        FakeQuery query = FakeQuery.on(0, machine);
        assertEquals(bind(0, 2), text("bind:0", machine, query.withCpuset(NodeMask.of(2, 3))));
        assertEquals(bind(0, 3), text("bind:1", machine, query.withCpuset(NodeMask.of(2, 3))));
        // Four positions fold onto two.
        assertEquals(bind(0, 2), text("bind:0,2", machine, query.withCpuset(NodeMask.of(2, 3))));
        assertEquals(bind(0, 2, 3), text("bind:2,3", machine, query.withCpuset(NodeMask.of(2, 3))));
    }

    @Test
    void shouldKeepNumbersIfStatic() {
        FakeQuery query = FakeQuery.on(0, machine);
        assertEquals(bind(0, 2), text("bind-static:0,2", machine, query.withCpuset(NodeMask.of(2, 3))));
        assertEquals(bind(0, 3), text("bind:1,3,static=true", machine, query.withCpuset(NodeMask.of(2, 3))));
        assertEquals(bind(0, 2, 3), text("bind-static:1", machine, query.withCpuset(NodeMask.of(2, 3))));
    }

    @Test
    void shouldIgnoreAMaskDisjointFromTheCpuset() {
        assertEquals(preferred(0), text("membind", machine, FakeQuery.on(0, machine).withCpuset(NodeMask.of(2, 3))));
    }

    @Test
    void shouldRefuseNodesWithoutUsableMemory() {
        FakeMachine holed = machine.withMemoryNodes(NodeMask.of(0, 3));
        String message = assertThrows(PolicyException.class, () -> text("bind:1-2", holed, FakeQuery.on(0, holed)))
                .getMessage();
        assertEquals("policy \"bind\": nodes 1-2 have no memory that the task may use; nodes that do: 0,3", message);
        assertEquals(bind(0, 3), text("bind:1-3", holed, FakeQuery.on(0, holed)));
        FakeMachine fenced = machine.withCpuset(NodeMask.of(1));
        assertThrows(PolicyException.class, () -> text("bind:0", fenced, FakeQuery.on(0, fenced)));
        assertThrows(PolicyException.class, () -> text("bind:4", machine, FakeQuery.on(0, machine)));
    }
}
