package io.numalab.machine;

import io.numalab.spi.GfpFlags;

/**
 * How far a fault goes for a huge page: {@code /sys/kernel/mm/transparent_hugepage/defrag}. Models
 * {@code vma_thp_gfp_mask}, all versions. Compaction is absent: what a request may do is reclaim.
 */
public enum HugePageDefrag {
    /** Every fault may reclaim, those without advice only if that does not take more than one attempt. */
    ALWAYS("always"),
    /** Faults wake kswapd. */
    DEFER("defer"),
    /** Faults wake kswapd, advised ones reclaim. */
    DEFER_MADVISE("defer+madvise"),
    /** Advised faults reclaim, others do nothing: the kernel's default. */
    MADVISE("madvise"),
    /** Faults take what is there. */
    NEVER("never");

    private final String kernelName;

    HugePageDefrag(String kernelName) {
        this.kernelName = kernelName;
    }

    /** The word the kernel reads and prints. */
    public String kernelName() {
        return kernelName;
    }

    /** The flags of the request of a fault. @param advised whether the mapping has {@code MADV_HUGEPAGE} */
    int gfp(boolean advised) {
        return switch (this) {
            case ALWAYS -> advised ? GfpFlags.TRANSHUGE : GfpFlags.TRANSHUGE | GfpFlags.NORETRY;
            case DEFER -> GfpFlags.TRANSHUGE_LIGHT | GfpFlags.KSWAPD_RECLAIM;
            case DEFER_MADVISE -> advised
                    ? GfpFlags.TRANSHUGE
                    : GfpFlags.TRANSHUGE_LIGHT | GfpFlags.KSWAPD_RECLAIM;
            case MADVISE -> advised ? GfpFlags.TRANSHUGE : GfpFlags.TRANSHUGE_LIGHT;
            case NEVER -> GfpFlags.TRANSHUGE_LIGHT;
        };
    }
}
