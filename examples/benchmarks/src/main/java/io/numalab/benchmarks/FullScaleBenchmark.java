package io.numalab.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** {@link FullScale} runs a second, and simulated faults a second: G6, G7, and how cost grows with the machine. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgsAppend = {"-Xms3g", "-Xmx3g", "-XX:+UseSerialGC"})
@Warmup(iterations = 1, time = 1, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 1, timeUnit = TimeUnit.MILLISECONDS)
public class FullScaleBenchmark {

    /** The two nodes; 16 and 1000 GiB are {@code 2x8GiB} and {@code 2x500GiB}, the latter with -Xmx8g. */
    @Param("2x125GiB")
    public String nodes;

    /** At machine scope, or that of the task. */
    @Param({"zone_reclaim:mode=1", "bind:0"})
    public String policy;

    /** NONE for G6, MAPPED for G7 (a), READ for G7 (b). */
    @Param({"NONE", "MAPPED", "READ"})
    public String references;

    private FullScale run;

    /** What JMH adds up and divides by the time. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Work {
        /** Page-cache misses, anonymous faults and references. */
        public long simulatedFaults;
        /** Reclaimed pages. */
        public long evictions;
    }

    /** Called by JMH; building the machine is not measured. */
    @Setup(Level.Invocation)
    public void build() {
        run = null;
        run = new FullScale(nodes, policy, FullScale.References.valueOf(references));
    }

    /** One run. */
    @Benchmark
    public void run(Work work) {
        work.simulatedFaults += run.run();
        work.evictions += run.evictions();
    }

    /** Called by JMH. */
    @TearDown
    public void release() {
        run = null;
    }
}
