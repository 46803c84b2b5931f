package io.numalab.machine;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * The weights of weighted interleaving: 1 until somebody writes another. Since 6.18 the kernel makes them from the
 * bandwidths of the nodes until somebody writes one, or again when told to. Models {@code reduce_interleave_weights}
 * (linux-model 13.5). One thread only.
 */
final class InterleaveWeights {
    /** The highest weight made of bandwidths. */
    private static final int WEIGHTINESS = 32;

    private final long[] bandwidths;
    private final int[] weights;
    private boolean auto;

    /** @param bandwidths by node, 0 where unknown; in any unit @param auto whether weights are made of them */
    InterleaveWeights(long[] bandwidths, boolean auto) {
        this.bandwidths = bandwidths.clone();
        weights = new int[bandwidths.length];
        Arrays.fill(weights, 1);
        setAuto(auto);
    }

    void copyState(InterleaveWeights other) {
        System.arraycopy(other.weights, 0, weights, 0, weights.length);
        auto = other.auto;
    }

    int of(int nid) {
        return weights[nid];
    }

    boolean auto() {
        return auto;
    }

    /** Sets one weight by hand: the others stay what they are. @param weight 1 to 255, or 0 for the kernel's own */
    void set(int nid, int weight) {
        auto = false;
        weights[nid] = weight == 0 ? fromBandwidths(bandwidths)[nid] : weight;
    }

    /** Makes all weights from the bandwidths, or keeps them as they are. */
    void setAuto(boolean on) {
        auto = on;
        if (on) {
            System.arraycopy(fromBandwidths(bandwidths), 0, weights, 0, weights.length);
        }
    }

    /** Shares of 32 in proportion to bandwidth, at least 1, without their common divisor. */
    static int[] fromBandwidths(long[] bandwidths) {
        BigInteger sum = Arrays.stream(bandwidths).mapToObj(BigInteger::valueOf)
                .reduce(BigInteger.ZERO, BigInteger::add).max(BigInteger.ONE);
        int[] weights = Arrays.stream(bandwidths).mapToInt(bandwidth -> Math.max(1, BigInteger.valueOf(bandwidth)
                .multiply(BigInteger.valueOf(WEIGHTINESS)).divide(sum).intValueExact())).toArray();
        int divisor = Arrays.stream(weights).reduce(0, (a, b) -> BigInteger.valueOf(a).gcd(BigInteger.valueOf(b))
                .intValueExact());
        return Arrays.stream(weights).map(weight -> weight / Math.max(1, divisor)).toArray();
    }
}
