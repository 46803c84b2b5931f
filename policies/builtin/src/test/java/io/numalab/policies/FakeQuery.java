package io.numalab.policies;

import io.numalab.spi.GfpFlags;
import io.numalab.spi.NodeMask;
import io.numalab.spi.PageKind;
import io.numalab.spi.PlacementQuery;
import java.util.ArrayList;
import java.util.List;

/** A request for a placement. */
record FakeQuery(
        PageKind kind, int gfp, int cpuNode, int localNode, NodeMask cpusetNodes, List<NodeMask> cpusetSteps)
        implements PlacementQuery {

    /** A fault of anonymous memory on a node of a machine without cpusets. */
    static FakeQuery on(int cpuNode, FakeMachine machine) {
        NodeMask nodes = machine.cpusetNodes();
        int local = machine.fallbackOrder(cpuNode)[0];
        return new FakeQuery(PageKind.ANON, GfpFlags.HIGHUSER_MOVABLE, cpuNode, local, nodes, List.of(nodes));
    }

    FakeQuery withKind(PageKind other) {
        return new FakeQuery(other, gfp, cpuNode, localNode, cpusetNodes, cpusetSteps);
    }

    FakeQuery withGfp(int other) {
        return new FakeQuery(kind, other, cpuNode, localNode, cpusetNodes, cpusetSteps);
    }

    FakeQuery withCpuset(NodeMask other) {
        List<NodeMask> steps = new ArrayList<>(cpusetSteps);
        steps.add(other);
        return new FakeQuery(kind, gfp, cpuNode, localNode, other, List.copyOf(steps));
    }
}
