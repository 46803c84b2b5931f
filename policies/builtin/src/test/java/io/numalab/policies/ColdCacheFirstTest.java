package io.numalab.policies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.machine.Machine;
import io.numalab.machine.Mapping;
import io.numalab.machine.SimulatedFile;
import io.numalab.machine.Task;
import io.numalab.spi.PolicySpec;
import io.numalab.stat.NodeGauge;
import io.numalab.topology.KernelVersion;
import io.numalab.topology.MachineSpec;
import io.numalab.topology.Price;
import io.numalab.topology.Prices;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which cache the policy drops, which it keeps, and where a task's memory goes then. */
class ColdCacheFirstTest {
    private static final long MIB = 1 << 20;

    private Machine machine;

    private void start(KernelVersion kernel) {
        machine = Machine.builder(MachineSpec.builder().node(256 * MIB, 0).node(256 * MIB, 1, 2).kernel(kernel).build())
                .build();
    }

    @AfterEach
    void validate() {
        machine.validate();
    }

    private SimulatedFile fill(long bytes, int times) {
        SimulatedFile file = machine.createFile("f", bytes);
        Task reader = machine.newTask("F", 2);
        reader.startRead(file, 0, bytes, times);
        machine.run(reader);
        return file;
    }

    private Task job(String policy) {
        Task task = machine.newTask("A", 1);
        assertEquals(0, task.setPolicy(PolicySpec.parse(policy)));
        return task;
    }

    private static double remoteShare(Machine machine, Task task, long bytes) {
        Mapping mapping = task.mapAnonymous("m" + task.mappings().size(), bytes);
        task.startTouch(mapping, bytes, true, false);
        machine.run(task);
        return LongStream.range(0, mapping.pages()).filter(page -> mapping.nodeAt(page) != 1).count()
                / (double) mapping.pages();
    }

    @ParameterizedTest
    @EnumSource(KernelVersion.class)
    void shouldDropCacheThatWasReadOnceAndStayLocal(KernelVersion kernel) {
        start(kernel);
        fill(230 * MIB, 1);
        Task job = job("cold-cache-first");
        double remote = remoteShare(machine, job, 120 * MIB);
        assertTrue(remote < 0.05, "remote " + remote);
        assertTrue(job.stallNanos() < job.busyNanos() / 10, "stalled " + job.stallNanos());
    }

    // Every seventh page, again and again: none of them comes back with another.
    private void useHereAndThere(SimulatedFile file, int times) {
        Task user = machine.newTask("U", 2);
        int[] next = {0};
        long most = file.pages() / 7;
        user.startFileAccess(file, most * times, () -> (int) (next[0]++ % most * 7));
        machine.run(user);
    }

    @Test
    void shouldSpillRatherThanDropCacheThatIsDearToReadAgain() {
        start(KernelVersion.V6_1);
        SimulatedFile file = machine.createFile("f", 7 * 230 * MIB);
        useHereAndThere(file, 3);
        long cached = machine.gauge(1, NodeGauge.NR_FILE_PAGES);
        Task job = job("cold-cache-first");
        double remote = remoteShare(machine, job, 120 * MIB);
        assertTrue(remote > 0.7, "remote " + remote);
        assertTrue(machine.gauge(1, NodeGauge.NR_FILE_PAGES) > cached * 0.98, "cache was dropped");
    }

    // 1.8 us a page against 64 accesses of 60 ns more.
    @Test
    void shouldDropCacheInUseThatIsReadAgainInRuns() {
        start(KernelVersion.V6_1);
        fill(230 * MIB, 3);
        Task job = job("cold-cache-first");
        double remote = remoteShare(machine, job, 120 * MIB);
        assertTrue(remote < 0.05, "remote " + remote);
    }

    // 64 accesses of 1 ns more.
    @Test
    void shouldKeepCacheInUseWhereElsewhereIsHardlyFarther() {
        Prices prices = Prices.hardware().with(Price.ACCESS_REMOTE, 82).with(Price.ACCESS_NEAR, 82);
        machine = Machine.builder(MachineSpec.builder().node(256 * MIB, 0).node(256 * MIB, 1, 2).build())
                .prices(prices).build();
        fill(230 * MIB, 3);
        double remote = remoteShare(machine, job("cold-cache-first"), 120 * MIB);
        assertTrue(remote > 0.7, "remote " + remote);
    }

    @Test
    void shouldDropAnyCacheWhereElsewhereIsNoMoreRoom() {
        start(KernelVersion.V6_1);
        Task neighbour = machine.newTask("N", 0);
        neighbour.startTouch(neighbour.mapAnonymous("n", 200 * MIB), 200 * MIB, true, false);
        machine.run(neighbour);
        useHereAndThere(machine.createFile("f", 7 * 230 * MIB), 3);
        Task job = job("cold-cache-first");
        // It takes a while until it is known that nothing cold and nothing cheap is left.
        remoteShare(machine, job, 60 * MIB);
        double remote = remoteShare(machine, job, 60 * MIB);
        assertTrue(remote < 0.25, "remote " + remote);
    }

    @Test
    void shouldKeepTheFloorOfCache() {
        start(KernelVersion.V6_1);
        fill(230 * MIB, 1);
        Task job = job("cold-cache-first:floor=60");
        double remote = remoteShare(machine, job, 200 * MIB);
        assertTrue(machine.gauge(1, NodeGauge.NR_FILE_PAGES) >= 256 * MIB / 4096 * 59 / 100);
        assertTrue(remote > 0.4, "remote " + remote);
    }

    @Test
    void shouldNotDropCacheForCache() {
        start(KernelVersion.V6_1);
        SimulatedFile file = fill(230 * MIB, 1);
        long cached = machine.gauge(1, NodeGauge.NR_FILE_PAGES);
        Task job = job("cold-cache-first");
        job.startRead(machine.createFile("other", 100 * MIB), 0, 100 * MIB, 1);
        machine.run(job);
        assertTrue(machine.gauge(1, NodeGauge.NR_FILE_PAGES) >= cached, "cache was dropped");
        assertEquals(230 * MIB / 4096, file.pages());
    }

    @Test
    void shouldGoOnInAForkWhereItStands() {
        start(KernelVersion.V6_1);
        fill(230 * MIB, 1);
        Task job = job("cold-cache-first");
        remoteShare(machine, job, 40 * MIB);
        machine.settle(1_000_000_000L);
        Machine fork = machine.fork();
        double here = remoteShare(machine, job, 60 * MIB);
        assertEquals(here, remoteShare(fork, fork.task("A"), 60 * MIB));
        assertEquals(machine.costs(), fork.costs());
    }
}
