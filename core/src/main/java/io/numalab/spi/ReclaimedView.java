package io.numalab.spi;

/**
 * A request at a candidate zone whose node has just been reclaimed for it. {@link #inReclaim} is false again. Valid
 * only during the call; nothing here allocates on the heap.
 */
public interface ReclaimedView extends PressureView {

    /** {@return the order the policy gave} */
    ReclaimOrder reclaimOrder();

    /** {@return pages scanned by the reclaim} */
    long scannedPages();

    /**
     * {@return pages reclaimed} They may be on the per-CPU list, where the mark does not see them (linux-model 6.8).
     */
    long reclaimedPages();

    /** {@return how long the request stood still for it, in virtual nanoseconds} */
    long elapsedNanos();
}
