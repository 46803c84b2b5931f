package io.numalab.policies;

import io.numalab.spi.AllocationPolicy;
import io.numalab.spi.Capability;
import io.numalab.spi.Parameter;
import io.numalab.spi.PolicyConfig;
import io.numalab.spi.PolicyContext;
import io.numalab.spi.PolicyProvider;
import io.numalab.spi.PressureView;
import io.numalab.spi.ReclaimOrder;
import io.numalab.spi.Scope;
import io.numalab.spi.Verdict;
import java.util.List;
import java.util.Set;

/**
 * {@code zone_reclaim:mode=M}: the task reclaims on its own node before it takes a page elsewhere, as
 * {@code vm.zone_reclaim_mode}. Mode 0 is off; any of the bits 1, 2 (write) and 4 (unmap) switches it on, bit 1 itself
 * permits nothing more. Says nothing about placement, so it combines with any placement policy of a task.
 *
 * <p>Source: {@code zone_allows_reclaim} in mm/page_alloc.c, {@code node_reclaim} and
 * {@code node_pagecache_reclaimable} in mm/vmscan.c, all versions; linux-model 5.2g and 6. One simplification: a
 * threshold is the percentage of the node's managed pages, where Linux adds up the zones' rounded ones, at most three
 * pages less.
 */
public final class ZoneReclaim implements PolicyProvider {

    private static final long OF_MACHINE = -1;

    /** Called by ServiceLoader. */
    public ZoneReclaim() {}

    @Override
    public int spiVersion() {
        return SPI_VERSION;
    }

    @Override
    public String name() {
        return "zone_reclaim";
    }

    @Override
    public String description() {
        return "reclaims on the local node before a page is taken elsewhere, as vm.zone_reclaim_mode";
    }

    @Override
    public List<String> aliases() {
        return List.of("zone-reclaim", "node_reclaim");
    }

    @Override
    public Scope usualScope() {
        return Scope.MACHINE;
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.PRESSURE);
    }

    @Override
    public List<Parameter> parameters() {
        return declaredParameters();
    }

    static List<Parameter> declaredParameters() {
        return List.of(
                Parameter.integer("mode", 1, 0, 7, "0 off, else the sum of 1 reclaim, 2 write dirty, 4 unmap pages"),
                Parameter.integer("min_unmapped_ratio", OF_MACHINE, OF_MACHINE, 100,
                        "percent of a node's pages that stay as file pages; -1 is the machine's vm.min_unmapped_ratio"),
                Parameter.integer("min_slab_ratio", OF_MACHINE, OF_MACHINE, 100,
                        "percent of a node's pages that stay as slab; -1 is the machine's vm.min_slab_ratio"));
    }

    @Override
    public AllocationPolicy create(PolicyConfig config, PolicyContext context) {
        return NodeReclaim.of(config);
    }

    /** The gates of node_reclaim. Does not allocate: both verdicts are made once. */
    record NodeReclaim(int mode, int minUnmappedRatio, int minSlabRatio, Verdict reclaim) implements AllocationPolicy {

        static NodeReclaim of(PolicyConfig config) {
            int mode = (int) config.integer("mode");
            return new NodeReclaim(
                    mode,
                    (int) config.integer("min_unmapped_ratio"),
                    (int) config.integer("min_slab_ratio"),
                    Verdict.reclaim(ReclaimOrder.ofZoneReclaimMode(mode)));
        }

        @Override
        public Verdict belowWatermark(PressureView view) {
            if (mode == 0 || view.distance() > view.reclaimDistance()) {
                return Verdict.SKIP;
            }
            // The order is that of linux-model 6.3, the cheapest gate is not the first.
            boolean passes = hasEnough(view)
                    && view.blocking() && !view.inReclaim()
                    && !belongsToOtherCpus(view)
                    && !view.reclaimBusy();
            return passes ? reclaim : Verdict.SKIP;
        }

        /** Whether file pages or slab of the node exceed what is to stay. */
        private boolean hasEnough(PressureView view) {
            int unmappedRatio = minUnmappedRatio < 0 ? view.minUnmappedRatio() : minUnmappedRatio;
            int slabRatio = minSlabRatio < 0 ? view.minSlabRatio() : minSlabRatio;
            long minUnmappedPages = view.managedPages() * unmappedRatio / 100;
            long minSlabPages = view.managedPages() * slabRatio / 100;
            return view.reclaimableFilePages((mode & 2) != 0, (mode & 4) != 0) > minUnmappedPages
                    || view.reclaimableSlabPages() > minSlabPages;
        }

        /** A node with CPUs is reclaimed only by tasks that run there right now, a node without by anybody. */
        private static boolean belongsToOtherCpus(PressureView view) {
            return view.nodeHasCpus() && view.nid() != view.cpuNode();
        }
    }
}
