package io.numalab.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs that policies are plug-ins: milliseconds of the {@link FullScale} run under {@code zone_reclaim}. If it
 * is the only policy this JVM has ever used, the compiler puts its code in the place of the calls; if all others were
 * used before, every question is a call through the interface.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = {"-Xms3g", "-Xmx3g", "-XX:+UseSerialGC"})
@Warmup(iterations = 2)
@Measurement(iterations = 3)
public class SpiCostBenchmark {
    private static final String[] POLICIES = {
        "bind:0", "preferred-many:0", "interleave", "kswapd-wakeup", "cold-cache-first"
    };

    /** Which policies were used before. */
    @Param({"all", "inlined"})
    public String subject;

    /** The two nodes. */
    @Param("2x125GiB")
    public String nodes;

    private FullScale run;

    /** Called by JMH. */
    @Setup
    public void usePolicies() {
        for (int i = 0; i < POLICIES.length && subject.equals("all"); i++) {
            for (int round = 0; round < 3; round++) {
                new FullScale("2x64MiB", POLICIES[i], FullScale.References.NONE).run();
            }
        }
    }

    /** Called by JMH; building the machine is not measured. */
    @Setup(Level.Invocation)
    public void build() {
        run = null;
        run = new FullScale(nodes, "zone_reclaim:mode=1", FullScale.References.NONE);
    }

    /** One run. */
    @Benchmark
    public long run() {
        return run.run();
    }
}
