package io.numalab.policies;

import static io.numalab.policies.Placements.preferred;
import static io.numalab.policies.Placements.text;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.numalab.spi.NodeMask;
import io.numalab.spi.Placement;
import org.junit.jupiter.api.Test;

/** The policies that may fall back: default, preferred, preferred-many. */
class PreferenceTest {

    private final FakeMachine machine = FakeMachine.of(4);

    private static String twoPasses(int cpuNode, int... nids) {
        return Placement.fixed(
                        new Placement.Pass(cpuNode, NodeMask.of(nids), false),
                        new Placement.Pass(cpuNode, null, true))
                .toString();
    }

    @Test
    void shouldStartAtTheCpuByDefault() {
        assertEquals(preferred(2), text("default", machine, FakeQuery.on(2, machine)));
        assertEquals(preferred(1), text("local", machine, FakeQuery.on(1, machine).withCpuset(NodeMask.of(3))));
    }

    @Test
    void shouldStartAtAMemorylessNode() {
        FakeMachine holed = machine.withMemoryNodes(NodeMask.of(0, 3));
        assertEquals(preferred(2), text("default", holed, FakeQuery.on(2, holed)));
    }

    @Test
    void shouldPreferTheFirstNode() {
        assertEquals(preferred(1), text("prefer:1", machine, FakeQuery.on(0, machine)));
        assertEquals(preferred(2), text("preferred:2-3", machine, FakeQuery.on(0, machine)));
        assertEquals(preferred(3), text("preferred", machine, FakeQuery.on(3, machine)));
        FakeMachine holed = machine.withMemoryNodes(NodeMask.of(0, 3));
        assertEquals(preferred(3), text("prefer:1-3", holed, FakeQuery.on(0, holed)));
    }

    @Test
    void shouldNotFollowTheCpusetWithAPreferredNode() {
        FakeQuery fenced = FakeQuery.on(0, machine).withCpuset(NodeMask.of(2, 3));
        assertEquals(preferred(1), text("prefer:1", machine, fenced));
    }

    @Test
    void shouldTryManyDownToMinThenAll() {
        assertEquals(twoPasses(0, 1, 2), text("prefer-many:1-2", machine, FakeQuery.on(0, machine)));
        assertEquals(twoPasses(3, 3), text("preferred-many", machine, FakeQuery.on(3, machine)));
    }

    @Test
    void shouldLeaveOutTheFirstPassIfTheCpusetForbidsIt() {
        FakeQuery query = FakeQuery.on(0, machine);
        assertEquals(preferred(0), text("prefer-many:1-2", machine, query.withCpuset(NodeMask.of(3))));
        assertEquals(twoPasses(0, 1, 2), text("prefer-many:1-2", machine, query.withCpuset(NodeMask.of(2, 3))));
    }
}
