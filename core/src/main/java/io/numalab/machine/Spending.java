package io.numalab.machine;

import io.numalab.topology.Price;
import java.util.Arrays;

/** What one task has paid, by kind. Allocates nothing when counting; one thread only. */
final class Spending {

    /** What a nanosecond was spent on, apart from the stalls that the allocator counts itself. */
    enum Kind {
        ACCESS,
        FAULT,
        COPY,
        DISK,
        REFAULT,
        MIGRATION,
        WAIT
    }

    private static final Kind[] KIND_OF_PRICE = new Kind[Price.values().length];

    static {
        Arrays.fill(KIND_OF_PRICE, Kind.FAULT);
        KIND_OF_PRICE[Price.FILE_HIT.ordinal()] = Kind.COPY;
        KIND_OF_PRICE[Price.FILE_WRITE.ordinal()] = Kind.COPY;
        KIND_OF_PRICE[Price.FILE_READ.ordinal()] = Kind.DISK;
        KIND_OF_PRICE[Price.SWAP_READ.ordinal()] = Kind.REFAULT;
        KIND_OF_PRICE[Price.MIGRATE.ordinal()] = Kind.MIGRATION;
        KIND_OF_PRICE[Price.HINT_FAULT.ordinal()] = Kind.MIGRATION;
    }

    private final long[] nanos = new long[Kind.values().length];

    /** What a price is paid for, unless the caller knows better. */
    static Kind kindOf(Price price) {
        return KIND_OF_PRICE[price.ordinal()];
    }

    void add(Kind kind, long spentNanos) {
        nanos[kind.ordinal()] += spentNanos;
    }

    long nanos(Kind kind) {
        return nanos[kind.ordinal()];
    }

    void copyState(Spending other) {
        System.arraycopy(other.nanos, 0, nanos, 0, nanos.length);
    }
}
