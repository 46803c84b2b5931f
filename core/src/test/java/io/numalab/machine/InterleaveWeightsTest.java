package io.numalab.machine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

/** How 6.18 makes weights of bandwidths (linux-model 13.5). */
class InterleaveWeightsTest {

    @Test
    void shouldShareThirtyTwoByBandwidth() {
        assertArrayEquals(new int[] {1, 1}, InterleaveWeights.fromBandwidths(new long[] {0, 0}));
        assertArrayEquals(new int[] {1, 1}, InterleaveWeights.fromBandwidths(new long[] {7, 7}));
        assertArrayEquals(new int[] {3, 1}, InterleaveWeights.fromBandwidths(new long[] {300, 100}));
        assertArrayEquals(new int[] {25, 6}, InterleaveWeights.fromBandwidths(new long[] {20L << 30, 5L << 30}));
        assertArrayEquals(new int[] {31, 1, 1}, InterleaveWeights.fromBandwidths(new long[] {10_000, 100, 0}));
    }

    @Test
    void shouldKeepWhatWasWrittenUntilToldToMakeWeightsAgain() {
        InterleaveWeights weights = new InterleaveWeights(new long[] {300, 100}, true);
        assertEquals(3, weights.of(0));
        weights.set(1, 9);
        assertFalse(weights.auto());
        assertEquals(3, weights.of(0));
        assertEquals(9, weights.of(1));
        weights.set(1, 0);
        assertEquals(1, weights.of(1));
        weights.set(0, 7);
        weights.setAuto(true);
        assertEquals(3, weights.of(0));
        assertEquals(1, new InterleaveWeights(new long[] {300, 100}, false).of(0));
    }
}
