package io.numalab.benchmarks;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Nanoseconds for taking a frame, or a block of 512, and giving it back: G1, G2 and G3. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class AllocatorBenchmark {
    private static final int HUGE_ORDER = 9;
    /** Pairs in one call, so that the call and its bookkeeping do not count. */
    private static final int PAIRS = 1 << 12;
    /** A bit set takes minutes for more. */
    private static final int MIXED_MAX = 1 << 18;

    /** Who hands out frames. */
    @Param({"numalab", "bitset", "list"})
    public String subject;

    /** 4 KiB frames: 4 and 64 GiB. */
    @Param({"1048576", "16777216"})
    public int frames;

    /** What is done. */
    public enum Pattern {
        /** Ever more frames are taken until a quarter is, then all given back in the same order. */
        BULK,
        /** One frame is taken and given back, again and again. */
        REPEAT,
        /** With 90 % taken, one of them at random is given back and another taken. */
        RANDOM_AT_90,
        /** All blocks of 512 are taken, then all given back. */
        ORDER_9
    }

    /** The pattern. */
    @Param
    public Pattern pattern;

    private FrameSource source;
    private int[] taken;
    private int at;
    private boolean giving;
    private SplittableRandom random;

    /** Called by JMH. */
    @Setup
    public void prepare() {
        source = FrameSource.named(subject, frames);
        random = new SplittableRandom(1);
        at = 0;
        giving = false;
        taken = new int[switch (pattern) {
            case BULK -> frames / 4;
            case REPEAT -> 1;
            case RANDOM_AT_90 -> (int) (frames * 9L / 10);
            case ORDER_9 -> frames >>> HUGE_ORDER;
        }];
        if (pattern == Pattern.RANDOM_AT_90) {
            for (int i = 0; i < taken.length; i++) {
                taken[i] = source.allocate(0);
            }
            // So that holes lie where a long run leaves them, not in one piece; warming up does the rest.
            for (int i = 0; i < Math.min(taken.length, MIXED_MAX); i++) {
                replace();
            }
        }
    }

    /** {@value #PAIRS} pairs of take and give back. */
    @Benchmark
    @OperationsPerInvocation(PAIRS)
    public int pair() {
        switch (pattern) {
            case BULK -> halves(0);
            case ORDER_9 -> halves(HUGE_ORDER);
            case REPEAT -> {
                for (int i = 0; i < PAIRS; i++) {
                    taken[0] = source.allocate(0);
                    source.free(taken[0], 0);
                }
            }
            case RANDOM_AT_90 -> {
                for (int i = 0; i < PAIRS; i++) {
                    replace();
                }
            }
        }
        return at;
    }

    // Two halves of a pair for each pair: over a whole cycle as many are taken as given back.
    private void halves(int order) {
        for (int i = 0; i < 2 * PAIRS; i++) {
            if (giving) {
                source.free(taken[at], order);
            } else {
                taken[at] = source.allocate(order);
            }
            if (++at == taken.length) {
                at = 0;
                giving = !giving;
            }
        }
    }

    private void replace() {
        int index = random.nextInt(taken.length);
        source.free(taken[index], 0);
        taken[index] = source.allocate(0);
    }
}
