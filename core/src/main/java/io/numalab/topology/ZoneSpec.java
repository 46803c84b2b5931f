package io.numalab.topology;

import io.numalab.spi.ZoneType;
import java.util.Objects;

/**
 * A zone of a node.
 *
 * @param type which of the node's zones
 * @param startPfn the kernel's number of its first page, 0 or more; the simulation itself counts frames without holes
 * @param managedPages pages of 4 KiB under the allocator's control, 0 or more
 */
public record ZoneSpec(ZoneType type, long startPfn, int managedPages) {

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if a number is negative
     */
    public ZoneSpec {
        Objects.requireNonNull(type, "type");
        if (startPfn < 0) {
            throw new IllegalArgumentException("startPfn " + startPfn + " of zone " + type + ": expected 0 or more");
        }
        if (managedPages < 0) {
            throw new IllegalArgumentException(
                    "managedPages " + managedPages + " of zone " + type + ": expected 0 to " + Integer.MAX_VALUE);
        }
    }
}
