package io.numalab.spi;

/**
 * A request at a candidate zone whose node has just been reclaimed for it. {@link #inReclaim} is false again. Valid
 * only during the call; nothing here allocates on the heap.
 */
public interface ReclaimedView extends PressureView {

    /** The order the policy gave. */
    ReclaimOrder reclaimOrder();

    /** Pages scanned by the reclaim. */
    long scannedPages();

    /** Pages reclaimed. They may be on the per-CPU list, where the mark does not see them (linux-model 6.8). */
    long reclaimedPages();

    /** How long the request stood still for it, in virtual nanoseconds. */
    long elapsedNanos();
}
