package io.numalab.spi;

/** The decision points a policy takes part in: it is never asked at a point that its provider does not declare. */
public enum Capability {
    /** Answers {@link AllocationPolicy#place}. */
    PLACEMENT,
    /** Answers {@link AllocationPolicy#belowWatermark}. */
    PRESSURE
}
