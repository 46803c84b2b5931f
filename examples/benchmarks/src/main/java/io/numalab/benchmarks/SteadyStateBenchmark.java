package io.numalab.benchmarks;

import io.numalab.machine.Machine;
import io.numalab.machine.SimulatedFile;
import io.numalab.machine.Task;
import io.numalab.spi.PolicySpec;
import io.numalab.topology.MachineSpec;
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

/**
 * Nanoseconds for a page-cache miss on a full node, the eviction it takes included. With {@code -prof gc} the heap
 * allocated for it: {@code gc.alloc.rate.norm} is 0 to the precision of the object that holds one read call.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class SteadyStateBenchmark {
    private static final int PAGES = 1 << 16;
    private static final long PAGE_BYTES = 4096;
    private static final String NODES = "2x512MiB";

    /** The policy of the machine or of the task. */
    @Param({"zone_reclaim:mode=1", "bind:0"})
    public String policy;

    private Machine machine;
    private Task task;
    private SimulatedFile file;
    private long offset;

    /** Called by JMH: fills the node. */
    @Setup
    public void fill() {
        machine = Machine.builder(MachineSpec.parse(NODES)).build();
        file = machine.createFile("f", 4 * PAGES * PAGE_BYTES);
        task = machine.newTask("A", 0);
        int status = policy.startsWith("zone_reclaim")
                ? machine.attach(PolicySpec.parse(policy)) : task.setPolicy(PolicySpec.parse(policy));
        if (status != 0) {
            throw new IllegalArgumentException("policy " + policy + ": error " + status);
        }
        offset = 0;
        for (int i = 0; i < 4; i++) {
            miss();
        }
    }

    /** {@value #PAGES} misses: a quarter of a file that is twice as large as the node. */
    @Benchmark
    @OperationsPerInvocation(PAGES)
    public long miss() {
        task.startRead(file, offset, PAGES * PAGE_BYTES, 1);
        machine.run(task);
        offset = (offset + PAGES * PAGE_BYTES) % (4 * PAGES * PAGE_BYTES);
        return machine.nowNanos();
    }
}
