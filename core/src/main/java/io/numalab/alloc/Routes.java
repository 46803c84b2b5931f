package io.numalab.alloc;

import io.numalab.memory.Memory;
import io.numalab.spi.AllocationPolicy;
import io.numalab.spi.NodeMask;
import io.numalab.spi.Placement;

/** All routes of one placement: one, or one for each node of an interleave table. Immutable. */
public final class Routes {
    private final Placement.Form form;
    private final Route fixed;
    private final Route[] table;

    private Routes(Placement.Form form, Route fixed, Route[] table) {
        this.form = form;
        this.fixed = fixed;
        this.table = table;
    }

    /** Makes a placement ready for walking; allocates. */
    public static Routes of(
            Memory memory, Placement placement, AllocationPolicy pressure, int zoneClass, NodeMask cpuset) {
        if (placement.form() == Placement.Form.FIXED) {
            return new Routes(placement.form(), Route.of(memory, placement, pressure, zoneClass, cpuset), null);
        }
        Route[] byNode = new Route[memory.nodeCount()];
        Route[] table = new Route[placement.tableLength()];
        for (int i = 0; i < table.length; i++) {
            int nid = placement.tableNode(i);
            if (byNode[nid] == null) {
                byNode[nid] = Route.interleaved(
                        memory, nid, placement.countsInterleaveHit(), pressure, zoneClass, cpuset);
            }
            table[i] = byNode[nid];
        }
        return new Routes(placement.form(), null, table);
    }

    /** The route of a page. @param page its index in the mapping @param requester whose turn counts */
    public Route select(int page, Requester requester) {
        return switch (form) {
            case FIXED -> fixed;
            case INDEXED -> table[page % table.length];
            case SEQUENCED -> table[(requester.rotor++ & Integer.MAX_VALUE) % table.length];
        };
    }
}
