package io.numalab.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.spi.PageKind;
import io.numalab.spi.Policies;
import io.numalab.spi.Verdict;
import io.numalab.spi.WatermarkLevel;
import io.numalab.spi.ZoneType;
import io.numalab.stat.EventSink;
import io.numalab.stat.NodeGauge;
import io.numalab.stat.VmEvent;
import io.numalab.topology.KernelVersion;
import io.numalab.topology.MachineSpec;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Invariant 30: a page that comes back starts active if and only if its distance is at most that of linux-model 11. */
class RefaultProperties {
    private static final long PAGE_BYTES = 4096;
    private static final long MIB = 1 << 20;

    @Provide
    Arbitrary<KernelVersion> kernels() {
        return Arbitraries.of(KernelVersion.V6_1, KernelVersion.V6_12);
    }

    /** Remembers for every page of one file when it was evicted, counted in evictions and activations. */
    private static final class Ages implements EventSink {
        private final TreeMap<Integer, Long> byPage = new TreeMap<>();
        private Machine machine;
        private SimulatedFile watched;
        private long evictions;

        long now() {
            return evictions + machine.event(VmEvent.PGACTIVATE)
                    + machine.gauge(0, NodeGauge.WORKINGSET_ACTIVATE_FILE);
        }

        @Override
        public void evicted(long nowNanos, String who, String cause, int nid, int frame, int flagsBefore) {
            if (machine.memory().frames().owner(frame) == watched.cache().id()) {
                byPage.put(machine.memory().frames().index(frame), now());
            }
            evictions++;
        }

        @Override
        public void allocated(
                long nowNanos, String who, int cpu, PageKind kind, int gfp, int order, int preferredNode, int nid,
                ZoneType zone, int frame) {}

        @Override
        public void failed(
                long nowNanos, String who, int cpu, PageKind kind, int gfp, int order, int preferredNode) {}

        @Override
        public void pressure(
                long nowNanos, String who, int nid, ZoneType zone, WatermarkLevel level, long free, long needed,
                Verdict answer) {}

        @Override
        public void reclaimed(long nowNanos, String who, String cause, int nid, long scanned, long reclaimed) {}

        @Override
        public void kswapdWoke(long nowNanos, int nid) {}

        @Override
        public void kswapdSlept(long nowNanos, int nid) {}

        @Override
        public void killed(long nowNanos, String who, String victim) {}
    }

    /** How many pages came back, how many of them started active, and how many should have. */
    private record Outcome(long refaulted, long activated, long expected) {}

    // A hot file makes the active list; then a file is evicted by another one, and read again where there is room.
    private static Outcome run(KernelVersion kernel, int hotPages, int filePages, int streamPages, int slack) {
        MachineSpec spec = MachineSpec.builder().node(48 * MIB, 0).kernel(kernel).build();
        Ages ages = new Ages();
        Machine machine = Machine.builder(spec).policies(Policies.of()).generations(false).events(ages).build();
        ages.machine = machine;
        machine.sysctl("vm.watermark_boost_factor", "0");
        Task task = machine.newTask("A", 0);
        ages.watched = machine.createFile("file", filePages * PAGE_BYTES);
        read(machine, task, machine.createFile("hot", hotPages * PAGE_BYTES), 2);
        Mapping ballast = task.mapAnonymous("ballast", filePages * PAGE_BYTES + MIB);
        task.startTouch(ballast, ballast.pages() * PAGE_BYTES, true, false);
        machine.run(task);
        read(machine, task, ages.watched, 1);
        read(machine, task, machine.createFile("stream", streamPages * PAGE_BYTES), 1);
        machine.settle(5_000_000_000L);
        task.unmap(ballast);
        long active = machine.gauge(0, NodeGauge.NR_ACTIVE_FILE);
        long now = ages.now();
        long expected = 0;
        for (long age : ages.byPage.values()) {
            // Every page that starts active makes the list and the age one larger, which cancels out.
            expected += now - age <= active + slack ? 1 : 0;
        }
        long evictions = ages.evictions;
        long refaultedBefore = machine.gauge(0, NodeGauge.WORKINGSET_REFAULT_FILE);
        long activatedBefore = machine.gauge(0, NodeGauge.WORKINGSET_ACTIVATE_FILE);
        // Only the evicted pages, which are its first ones: reading the others again would make them active.
        task.startRead(ages.watched, 0, ages.byPage.size() * PAGE_BYTES, 1);
        machine.run(task);
        assertEquals(evictions, ages.evictions, "room enough to read without reclaim");
        machine.validate();
        return new Outcome(machine.gauge(0, NodeGauge.WORKINGSET_REFAULT_FILE) - refaultedBefore,
                machine.gauge(0, NodeGauge.WORKINGSET_ACTIVATE_FILE) - activatedBefore, expected);
    }

    private static void read(Machine machine, Task task, SimulatedFile file, int times) {
        task.startRead(file, 0, file.pages() * PAGE_BYTES, times);
        machine.run(task);
    }

    @Property(tries = 60)
    void pagesStartActiveByTheirDistance(
            @ForAll("kernels") KernelVersion kernel, @ForAll @IntRange(min = 32, max = 3000) int hotPages,
            @ForAll @IntRange(min = 200, max = 2000) int filePages,
            @ForAll @IntRange(min = 3000, max = 12_000) int streamPages) {
        Outcome outcome = run(kernel, hotPages, filePages, streamPages, 0);
        assertEquals(outcome.expected, outcome.activated, outcome::toString);
    }

    @Example
    void anotherDistanceIsCaught() {
        for (KernelVersion kernel : new KernelVersion[] {KernelVersion.V6_1, KernelVersion.V6_12}) {
            Outcome honest = run(kernel, 2000, 2000, 9000, 0);
            assertEquals(honest.expected, honest.activated, honest::toString);
            assertTrue(honest.activated > 0 && honest.activated < honest.refaulted, honest::toString);
            assertNotEquals(honest.activated, run(kernel, 2000, 2000, 9000, 1).expected);
            assertNotEquals(honest.activated, run(kernel, 2000, 2000, 9000, -1).expected);
        }
    }
}
