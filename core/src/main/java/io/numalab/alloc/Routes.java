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
    private final Route home;

    private Routes(Placement.Form form, Route fixed, Route[] table, Route home) {
        this.home = home;
        this.form = form;
        this.fixed = fixed;
        this.table = table;
    }

    /** Makes a placement ready for walking; allocates. */
    public static Routes of(
            Memory memory, Placement placement, AllocationPolicy pressure, int zoneClass, NodeMask cpuset) {
        if (placement.form() == Placement.Form.FIXED) {
            Route route = Route.of(memory, placement, pressure, zoneClass, cpuset);
            return new Routes(placement.form(), route, null, home(memory, route, pressure, zoneClass, cpuset));
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
        return new Routes(placement.form(), null, table, null);
    }

    private static Route home(
            Memory memory, Route route, AllocationPolicy pressure, int zoneClass, NodeMask cpuset) {
        int home = route.passes[0].fastPreferred.nid();
        return Route.of(memory, Placement.bind(home, NodeMask.of(home)), pressure, zoneClass, cpuset);
    }

    /** Whether there is one preferred node for all pages: not so if they are interleaved. */
    public boolean hasHome() {
        return home != null;
    }

    /** The preferred node alone, which a huge page tries first (linux-model 13.7). */
    public Route home() {
        return home;
    }

    /** The one route of every page, or null if pages are interleaved. */
    Route fixed() {
        return fixed;
    }

    /** The nodes that no page may leave, or null if the placement is not strict. */
    public NodeMask strictMask() {
        return fixed == null ? null : fixed.passes[fixed.passes.length - 1].mask;
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
