package io.numalab.reclaim;

import io.numalab.memory.Zone;
import io.numalab.spi.WatermarkLevel;
import io.numalab.topology.KernelVersion;

/**
 * Raises the watermarks of a zone for a while when user pages have to come from blocks of another mobility type, and
 * wakes kswapd, which removes the boost after its run. Models {@code boost_watermark} (linux-model 2.4).
 *
 * <p>It is a matter of 6.12 because refills of per-CPU lists have grown there: one refill of hundreds of pages, granted
 * just above the low mark, empties the movable blocks. A refill of 63 pages, as in 6.1, does not reach that far.
 */
public final class WatermarkBoost {
    private static final int PAGEBLOCK_PAGES = 512;
    private static final int PAGEBLOCKS_MIN = 4;
    private static final int FACTOR_UNIT = 10_000;

    private final ReclaimContext context;

    WatermarkBoost(ReclaimContext context) {
        this.context = context;
    }

    /** A refill took pages of foreign blocks. */
    public void stoleForeignPages(Zone zone, long nowNanos) {
        int factor = context.sysctls.watermarkBoostFactor;
        if (factor == 0 || !context.memory.kernel().atLeast(KernelVersion.V6_12)
                || zone.managedPages() < PAGEBLOCKS_MIN * PAGEBLOCK_PAGES) {
            return;
        }
        long high = zone.mark(WatermarkLevel.HIGH) - zone.boostPages();
        long most = Math.max(PAGEBLOCK_PAGES, high * factor / FACTOR_UNIT);
        zone.setBoost((int) Math.min(most, zone.boostPages() + PAGEBLOCK_PAGES));
        context.kswapd(zone.nid()).wake(zone.type().ordinal(), nowNanos);
    }
}
