package io.numalab.reclaim;

/**
 * The spread of how long a batch of synchronous reclaim takes: no two take the same time on real hardware (cache
 * misses, interrupts), and without it tasks that do the same in step would meet the reclaim lock always in the same
 * order. A xorshift generator whose whole state is one {@code long}, so that a forked machine goes on with the same
 * numbers.
 */
final class Jitter {
    /** Half the width of the spread, in 1/1024 of the price: about 10 %. */
    private static final long SPREAD = 102;

    private long state;

    Jitter(long seed) {
        state = seed * 0x9E3779B97F4A7C15L | 1;
    }

    Jitter(Jitter other) {
        state = other.state;
    }

    private long next() {
        state ^= state << 13;
        state ^= state >>> 7;
        state ^= state << 17;
        return state >>> 33;
    }

    /** A number from 0 to below a bound. */
    int below(int bound) {
        return (int) (next() % bound);
    }

    /** A time that is equal to the given one on average. */
    long apply(long nanos) {
        long offset = next() % (2 * SPREAD + 1) - SPREAD;
        return nanos + nanos * offset / 1024;
    }
}
