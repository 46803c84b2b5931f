package io.numalab.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.machine.Machine;
import io.numalab.machine.SimulatedFile;
import io.numalab.machine.Task;
import io.numalab.spi.Policies;
import io.numalab.spi.PolicySpec;
import io.numalab.topology.MachineSpec;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Invariants whose premise a random course hardly ever meets, on machines made for them. */
class BoundProperties {
    private static final long PAGE_BYTES = 4096;

    @Provide
    Arbitrary<MachineSpec> machines() {
        return Machines.any();
    }

    static History anonymousPages(MachineSpec spec, String machinePolicy, int percent, long seed) {
        Recorder recorder = new Recorder();
        Machine machine = Patience.with(Machine.builder(spec)).policies(Policies.load()).events(recorder).build();
        recorder.watch(machine);
        Course course = new Course(machine, recorder);
        if (!machinePolicy.isEmpty()) {
            PolicySpec policy = PolicySpec.parse(machinePolicy);
            assertEquals(0, machine.attach(policy));
            course.standing().attached(Standing.MACHINE, Standing.MACHINE, policy);
        }
        SplittableRandom random = new SplittableRandom(seed);
        long bytes = spec.managedPages() * percent / 100 / spec.cpuCount() * PAGE_BYTES;
        for (int cpu = 0; cpu < spec.cpuCount(); cpu++) {
            Task task = course.newTask(cpu, false, random);
            if (task.alive()) {
                task.startTouch(task.mapAnonymous("h", bytes), bytes, true, false);
            }
        }
        machine.runAll();
        return course.history(true);
    }

    @Property(tries = 60)
    void nobodyReclaimsWhileSomeNodeIsAboveLow(
            @ForAll("machines") MachineSpec spec, @ForAll @IntRange(min = 1, max = 70) int percent) {
        History history = anonymousPages(spec, "", percent, percent);
        assertTrue(LinuxReclaimRules.CALM.check(history) > 0 || percent > 40);
        LinuxPlacementRules.ZONELIST_ORDER.check(history);
        LinuxPlacementRules.LOCAL_UNTIL_LOW.check(history);
    }

    @Property(tries = 60)
    void boundTasksNeverMiss(
            @ForAll("machines") MachineSpec spec, @ForAll @IntRange(min = 1, max = 60) int percent,
            @ForAll @IntRange(min = 0, max = 255) int choice) {
        int[] nodes = spec.memoryNodes().toArray();
        History history = anonymousPages(spec, "membind:" + nodes[choice % nodes.length], percent, choice);
        assertEquals(1, LinuxPlacementRules.BOUND_NEVER_MISSES.check(history));
        PlacementRules.BIND.check(history);
        ReclaimRules.CONFINED.check(history);
    }

    static History cleanCache(int mebibytes, int fillPercent, int nodes, Policies policies) {
        MachineSpec spec = Machines.equal(nodes, mebibytes);
        Recorder recorder = new Recorder();
        Machine machine = Patience.with(Machine.builder(spec)).policies(policies).events(recorder).build();
        recorder.watch(machine);
        Course course = new Course(machine, recorder);
        Task task = course.newTask(0, false, new SplittableRandom(1));
        SimulatedFile file = machine.createFile("f", spec.managedPages() / nodes * fillPercent / 100 * PAGE_BYTES);
        task.startRead(file, 0, file.pages() * PAGE_BYTES, 1);
        machine.runAll();
        PolicySpec policy = PolicySpec.parse("zone_reclaim:mode=1");
        machine.attach(policy);
        course.standing().attached(Standing.MACHINE, Standing.MACHINE, policy);
        // Stops while 1/16 of the cache, where such a reclaim starts, still is 32 pages.
        long pages = spec.managedPages() / nodes * (94 - 700L * 100 / (mebibytes * 256)) / 100;
        task.startTouch(task.mapAnonymous("h", pages * PAGE_BYTES), pages * PAGE_BYTES, true, false);
        machine.runAll();
        return course.history(true);
    }

    @Property(tries = 40)
    void nodeReclaimTakes32PagesOfCleanCache(
            @ForAll @IntRange(min = 16, max = 48) int mebibytes, @ForAll @IntRange(min = 50, max = 99) int fillPercent,
            @ForAll @IntRange(min = 1, max = 3) int nodes) {
        History history = cleanCache(mebibytes, fillPercent, nodes, Policies.load());
        assertTrue(LinuxReclaimRules.CLUSTER.check(history) > 0);
        LinuxReclaimRules.CLEAN_CACHE.check(history);
    }
}
