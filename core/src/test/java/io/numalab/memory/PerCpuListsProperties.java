package io.numalab.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.topology.KernelVersion;
import io.numalab.topology.MachineSpec;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** The per-CPU lists of 6.1 against a twin that only counts, and the conservation of pages for all kernels. */
class PerCpuListsProperties {
    private static Memory memory(long mebibytes, KernelVersion kernel) {
        return new Memory(MachineSpec.builder().node(mebibytes << 20, 0, 1).kernel(kernel).build(), null, true);
    }

    /** A zone with two CPUs' lists, what was taken from it, and a twin for each CPU's list. */
    private static final class Bench {
        private final Memory memory;
        private final PerCpuLists lists;
        private final Zone zone;
        private final Deque<Integer> user = new ArrayDeque<>();
        private final Deque<Integer> kernel = new ArrayDeque<>();
        private final Set<Integer> taken = new HashSet<>();
        private final NaivePerCpuLists twin;

        Bench(Memory memory) {
            this.memory = memory;
            lists = memory.perCpuLists();
            zone = memory.zone(memory.zoneCount() - 1);
            twin = new NaivePerCpuLists(zone.freePages(), zone.perCpuBatch(), zone.perCpuHigh());
        }

        void take(int cpu, boolean isKernel) {
            int frame = lists.take(cpu, zone, isKernel, 0);
            if (cpu == 0) {
                assertEquals(twin.take(isKernel), frame >= 0);
            }
            if (frame >= 0) {
                assertTrue(taken.add(frame), "handed out twice");
                assertEquals(zone, memory.zoneOfFrame(frame));
                memory.frames().assign(frame, 0, 0, isKernel ? PageFlags.KERNEL : PageFlags.MAPPED);
                (isKernel ? kernel : user).add(frame);
            }
        }

        void give(int cpu, boolean isKernel) {
            Integer frame = (isKernel ? kernel : user).poll();
            if (frame != null) {
                taken.remove(frame);
                memory.free(cpu, frame);
                if (cpu == 0) {
                    twin.give(isKernel, zone.reclaimActive());
                }
            }
        }

        void conserves() {
            assertEquals(zone.managedPages(), zone.freePages() + lists.parkedPages(zone) + taken.size());
            memory.validate();
        }
    }

    private static void apply(Bench bench, int operation) {
        boolean kernel = (operation & 16) != 0;
        int times = 1 + (operation >>> 10) % 80;
        switch (operation & 15) {
            case 0 -> {
                bench.lists.drainAll();
                bench.twin.drain();
            }
            case 1 -> bench.zone.setReclaimActive((operation & 32) != 0);
            case 2, 3, 4, 5, 6, 7 -> {
                for (int i = 0; i < times; i++) {
                    bench.take(0, kernel);
                }
            }
            default -> {
                for (int i = 0; i < times; i++) {
                    bench.give(0, kernel);
                }
            }
        }
    }

    @Property(tries = 200)
    void agreeWithTheCountingTwin(
            @ForAll @IntRange(min = 1, max = 64) int mebibytes,
            @ForAll @Size(max = 60) List<@IntRange(min = 0, max = 1 << 20) Integer> operations) {
        Bench bench = new Bench(memory(mebibytes, KernelVersion.V6_1));
        for (int operation : operations) {
            apply(bench, operation);
            assertEquals(bench.twin.parked(), bench.lists.parkedPages(bench.zone));
            assertEquals(bench.twin.free(), bench.zone.freePages());
        }
        bench.conserves();
    }

    @Property(tries = 200)
    void neitherLoseNorInventPages(
            @ForAll @IntRange(min = 1, max = 64) int mebibytes, @ForAll KernelVersion kernel,
            @ForAll @Size(max = 60) List<@IntRange(min = 0, max = 1 << 20) Integer> operations) {
        Memory memory = memory(mebibytes, kernel);
        Bench bench = new Bench(memory);
        for (int operation : operations) {
            // The twin follows CPU 0 only.
            int cpu = 1;
            boolean isKernel = (operation & 16) != 0;
            for (int i = (operation >>> 10) % 80; i >= 0; i--) {
                if ((operation & 1) != 0) {
                    bench.take(cpu, isKernel);
                } else {
                    bench.give(cpu, isKernel);
                }
            }
        }
        bench.conserves();
        bench.lists.drainAll();
        assertEquals(0, bench.lists.parkedPages(bench.zone));
        bench.conserves();
    }

    @Example
    void freedPagesComeBackLastFirst() {
        Memory memory = memory(64, KernelVersion.V6_1);
        Zone zone = memory.zone(memory.zoneCount() - 1);
        int first = memory.perCpuLists().take(0, zone, false, 0);
        int second = memory.perCpuLists().take(0, zone, false, 0);
        memory.free(0, first);
        memory.free(0, second);
        assertEquals(second, memory.perCpuLists().take(0, zone, false, 0));
        assertEquals(first, memory.perCpuLists().take(0, zone, false, 0));
    }

    @Example
    void userPagesAreNotTakenFromTheKernelPart() {
        Memory memory = memory(64, KernelVersion.V6_1);
        Zone zone = memory.zone(memory.zoneCount() - 1);
        memory.perCpuLists().park(0, zone, 10);
        int free = zone.freePages();
        int frame = memory.perCpuLists().take(0, zone, false, 0);
        assertEquals(free - zone.perCpuBatch(), zone.freePages());
        assertNotEquals(frame, memory.perCpuLists().take(0, zone, true, 0));
    }

    @Example
    void theTwinCatchesALeak() {
        Bench bench = new Bench(memory(16, KernelVersion.V6_1));
        bench.take(0, false);
        bench.zone.freePages--;
        assertNotEquals(bench.twin.free(), bench.zone.freePages());
        assertThrows(IllegalStateException.class, bench.memory::validate);
    }
}
