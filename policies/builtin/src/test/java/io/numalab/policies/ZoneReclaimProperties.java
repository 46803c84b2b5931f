package io.numalab.policies;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.numalab.spi.AllocationPolicy;
import io.numalab.spi.GfpFlags;
import io.numalab.spi.PolicySpec;
import io.numalab.spi.ReclaimOrder;
import io.numalab.spi.Verdict;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** The gates of node_reclaim, stated once more in the plainest way. */
class ZoneReclaimProperties {

    private static final FakeMachine MACHINE = FakeMachine.of(2);

    private static AllocationPolicy policy(String spec) {
        return Placements.POLICIES.create(PolicySpec.parse(spec), MACHINE);
    }

    private static FakePressure view(int gates, int filePages, int slabPages) {
        FakePressure view = new FakePressure();
        view.gfp = (gates & 1) != 0 ? GfpFlags.HIGHUSER_MOVABLE : GfpFlags.HIGHUSER_MOVABLE & ~GfpFlags.DIRECT_RECLAIM;
        view.inReclaim = (gates & 2) != 0;
        view.nodeHasCpus = (gates & 4) != 0;
        view.cpuNode = gates >> 3 & 1;
        view.nid = gates >> 4 & 1;
        view.reclaimBusy = (gates & 32) != 0;
        view.distance = (gates & 64) != 0 ? 30 : 31;
        view.gfp &= (gates & 128) != 0 ? -1 : ~GfpFlags.KSWAPD_RECLAIM;
        for (int rights = 0; rights < 4; rights++) {
            view.filePages[rights] = filePages + rights;
        }
        view.slabPages = slabPages;
        return view;
    }

    /** FULL, NOSCAN and "too far" all mean the next zone. */
    private static boolean reclaims(FakePressure view, int mode, int fileFloor, int slabFloor) {
        if (mode == 0) {
            return false;
        }
        if (view.distance > view.reclaimDistance) {
            return false;
        }
        int rights = mode == 2 || mode == 3 ? 1 : mode == 4 || mode == 5 ? 2 : mode >= 6 ? 3 : 0;
        if (view.filePages[rights] <= fileFloor && view.slabPages <= slabFloor) {
            return false;
        }
        if (!view.blocking() || view.inReclaim) {
            return false;
        }
        if (view.nodeHasCpus && view.nid != view.cpuNode) {
            return false;
        }
        return !view.reclaimBusy;
    }

    @Property(tries = 5_000)
    void shouldPassTheGatesOfTheKernel(
            @ForAll @IntRange(max = 255) int gates,
            @ForAll @IntRange(max = 7) int mode,
            @ForAll @IntRange(min = 96, max = 102) int filePages,
            @ForAll @IntRange(min = 498, max = 502) int slabPages) {
        FakePressure view = view(gates, filePages, slabPages);
        boolean expected = reclaims(view, mode, 100, 500);
        String reclaim = Verdict.reclaim(ReclaimOrder.ofZoneReclaimMode(mode)).toString();
        assertEquals(
                expected ? reclaim : Verdict.SKIP.toString(),
                policy("zone_reclaim:mode=" + mode).belowWatermark(view).toString());
        boolean wakes = (view.gfp & GfpFlags.KSWAPD_RECLAIM) != 0;
        String waking = Verdict.reclaim(ReclaimOrder.ofZoneReclaimMode(mode)).wakingKswapd().toString();
        assertEquals(
                expected ? wakes ? waking : reclaim : Verdict.SKIP.toString(),
                policy("kswapd-wakeup:mode=" + mode).belowWatermark(view).toString());
    }

    @Property
    void shouldUseItsOwnRatiosIfGiven(
            @ForAll @LongRange(min = -1, max = 100) long unmapped,
            @ForAll @LongRange(min = -1, max = 100) long slab,
            @ForAll @IntRange(max = 10_000) int filePages,
            @ForAll @IntRange(max = 10_000) int slabPages) {
        FakePressure view = view(255 & ~2 & ~32, filePages, slabPages);
        int fileFloor = unmapped < 0 ? 100 : (int) unmapped * 100;
        int slabFloor = slab < 0 ? 500 : (int) slab * 100;
        String spec = "zone_reclaim:min_unmapped_ratio=" + unmapped + ",min_slab_ratio=" + slab;
        Verdict verdict = policy(spec).belowWatermark(view);
        assertEquals(reclaims(view, 1, fileFloor, slabFloor), verdict.action() == Verdict.Action.RECLAIM);
    }
}
