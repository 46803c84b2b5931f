package io.numalab.spi;

/**
 * The decision points a policy takes part in: it is never asked at a point that its provider does not declare. Of
 * several attached policies the one of the most specific {@link Scope} that declares a point answers there;
 * {@link #TICK} alone is for all of them.
 */
public enum Capability {
    /** Answers {@link AllocationPolicy#place}. */
    PLACEMENT,
    /** Answers {@link AllocationPolicy#choose} for every page; needs {@link #PLACEMENT} as well. */
    @Experimental
    PAGE_PLACEMENT,
    /** Answers {@link AllocationPolicy#belowWatermark}. */
    PRESSURE,
    /**
     * Answers {@link AllocationPolicy#afterReclaim}, about the reclaims it ordered itself; needs {@link #PRESSURE} as
     * well.
     */
    AFTER_RECLAIM,
    /** Answers {@link AllocationPolicy#sweepsBusyNodes}. */
    @Experimental
    SWEEP,
    /** Answers {@link AllocationPolicy#escalate}. */
    SLOW_PATH,
    /** Hears {@link AllocationPolicy#tick}. */
    @Experimental
    TICK,
    /** Answers {@link AllocationPolicy#migrates}. */
    @Experimental
    ACCESS
}
