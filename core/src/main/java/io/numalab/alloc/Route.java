package io.numalab.alloc;

import io.numalab.memory.Memory;
import io.numalab.spi.NodeMask;
import io.numalab.spi.Placement;

/**
 * A placement made ready for walking: passes with their candidate zones, and who is asked when one of them is short.
 * Immutable; valid until the cpuset, the CPU's node or an attachment changes.
 */
public final class Route {
    final RoutePass[] passes;
    final Deciders deciders;
    final int zoneClass;
    /** The node whose turn it is in an interleaved placement, or -1. */
    final int interleaveNode;

    Route(RoutePass[] passes, Deciders deciders, int zoneClass, int interleaveNode) {
        this.passes = passes;
        this.deciders = deciders;
        this.zoneClass = zoneClass;
        this.interleaveNode = interleaveNode;
    }

    static Route of(
            Memory memory, Placement placement, Deciders deciders, int zoneClass, NodeMask cpuset) {
        RoutePass[] passes = new RoutePass[placement.passes().size()];
        for (int i = 0; i < passes.length; i++) {
            passes[i] = RoutePass.of(memory, placement.passes().get(i), zoneClass, cpuset);
        }
        return new Route(passes, deciders, zoneClass, -1);
    }

    static Route interleaved(
            Memory memory, int nid, boolean countsHit, Deciders deciders, int zoneClass, NodeMask cpuset) {
        RoutePass pass = RoutePass.of(memory, new Placement.Pass(nid, null, true), zoneClass, cpuset);
        return new Route(new RoutePass[] {pass}, deciders, zoneClass, countsHit ? nid : -1);
    }
}
