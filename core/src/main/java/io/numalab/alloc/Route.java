package io.numalab.alloc;

import io.numalab.memory.Memory;
import io.numalab.spi.AllocationPolicy;
import io.numalab.spi.NodeMask;
import io.numalab.spi.Placement;

/**
 * A placement made ready for walking: passes with their candidate zones, and who is asked when one of them is short.
 * Immutable; valid until the cpuset, the CPU's node or an attachment changes.
 */
public final class Route {
    final RoutePass[] passes;
    /** The policy asked below a mark, or null for the kernel's default: the next zone. */
    final AllocationPolicy pressure;
    final int zoneClass;
    /** The node whose turn it is in an interleaved placement, or -1. */
    final int interleaveNode;

    Route(RoutePass[] passes, AllocationPolicy pressure, int zoneClass, int interleaveNode) {
        this.passes = passes;
        this.pressure = pressure;
        this.zoneClass = zoneClass;
        this.interleaveNode = interleaveNode;
    }

    static Route of(
            Memory memory, Placement placement, AllocationPolicy pressure, int zoneClass, NodeMask cpuset) {
        RoutePass[] passes = new RoutePass[placement.passes().size()];
        for (int i = 0; i < passes.length; i++) {
            passes[i] = RoutePass.of(memory, placement.passes().get(i), zoneClass, cpuset);
        }
        return new Route(passes, pressure, zoneClass, -1);
    }

    static Route interleaved(
            Memory memory, int nid, boolean countsHit, AllocationPolicy pressure, int zoneClass, NodeMask cpuset) {
        RoutePass pass = RoutePass.of(memory, new Placement.Pass(nid, null, true), zoneClass, cpuset);
        return new Route(new RoutePass[] {pass}, pressure, zoneClass, countsHit ? nid : -1);
    }
}
