package io.numalab.alloc;

import io.numalab.spi.AllocationPolicy;

/**
 * Who is asked when a walk gets into trouble; null where the kernel's default holds. Immutable.
 *
 * @param pressure asked below a mark
 * @param answersAfterReclaim whether {@code pressure} is asked after the reclaims it ordered, too
 * @param sweep asked about nodes that a sweep would pass by
 * @param slowPath asked when the first sweep found nothing
 */
public record Deciders(
        AllocationPolicy pressure, boolean answersAfterReclaim, AllocationPolicy sweep, AllocationPolicy slowPath) {
    /** Nobody. */
    public static final Deciders NONE = new Deciders(null, false, null, null);

    /** One that is asked below marks only. */
    public static Deciders pressure(AllocationPolicy policy) {
        return new Deciders(policy, false, null, null);
    }
}
