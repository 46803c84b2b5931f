package io.numalab.scenario.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.numalab.machine.Machine;
import io.numalab.machine.Task;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The expected lines are those of the recorded kernels (6.1 and 6.12) for the same steps, but for the addresses. */
class NumaMapsTextTest {

    private static List<String> lines(Machine machine, String task) {
        Task of = machine.task(task);
        return NumaMapsText.of(of, machine.spec().memoryNodes()).lines()
                .map(line -> line.substring(line.indexOf(' ') + 1)).toList();
    }

    @Test
    void shouldPrintWhatTheKernelPrintsForWeightedInterleaving() {
        Machine machine = SmallRun.played("@kernel 6.12", "@node 1G cpus=0", "@node 1G cpus=1",
                "write /sys/kernel/mm/mempolicy/weighted_interleave/node0 3",
                "write /sys/kernel/mm/mempolicy/weighted_interleave/node1 1",
                "task A cpu=node0 policy=weighted-interleave:0-1", "A anon h 800M");
        assertEquals(List.of("weighted interleave:0-1 anon=204800 dirty=204800 active=0 N0=153600 N1=51200"
                + " kernelpagesize_kB=4"), lines(machine, "A"));
    }

    @Test
    void shouldPrintWhatTheKernelPrintsForInterleaving() {
        Machine machine = SmallRun.played("@kernel 6.1", "@node 512M cpus=0", "@node 512M cpus=1", "@node 512M cpus=2",
                "@node 512M cpus=3", "task A cpu=node0 policy=interleave:0-3", "A anon h 1400M");
        assertEquals(List.of("interleave:0-3 anon=358400 dirty=358400 active=0 N0=89600 N1=89600 N2=89600 N3=89600"
                + " kernelpagesize_kB=4"), lines(machine, "A"));
    }

    @Test
    void shouldPrintWhatTheKernelPrintsForFilesSharedMemoryAndSets() {
        Machine machine = SmallRun.played("@kernel 6.1", "@node 1G cpus=0", "@node 1G cpus=1",
                "task A cpu=node0", "A mmap-file m f3 0 100M", "A shm s 40M",
                "task B cpu=node1 policy=prefer-many:0-1", "B anon h 40M", "B mbind h bind:1", "B anon unused 0M",
                "task C cpu=node1 policy=prefer:0", "C anon h 4M");
        assertEquals(List.of(
                "default file=/mnt/f3 mapped=25600 active=0 N0=25600 kernelpagesize_kB=4",
                "default file=/dev/zero\\040(deleted) dirty=10240 active=0 N0=10240 kernelpagesize_kB=4"),
                lines(machine, "A"));
        assertEquals(List.of("bind:1 anon=10240 dirty=10240 active=0 N1=10240 kernelpagesize_kB=4"),
                lines(machine, "B"));
        assertEquals(List.of("prefer:0 anon=1024 dirty=1024 active=0 N0=1024 kernelpagesize_kB=4"),
                lines(machine, "C"));
    }
}
