package io.numalab.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.spi.Policies;
import io.numalab.stat.NodeGauge;
import io.numalab.topology.MachineSpec;
import io.numalab.topology.Price;
import io.numalab.topology.Prices;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is paid for what: no nanosecond is lost or counted twice. */
class CostSplitTest {
    private static final long MIB = 1 << 20;

    private final Machine machine = Machine.builder(MachineSpec.builder().node(256 * MIB, 0, 1).node(256 * MIB, 2)
            .swapBytes(256 * MIB).build()).policies(Policies.of()).build();

    @AfterEach
    void everyNanosecondShouldBePaidForOnce() {
        for (Task task : machine.tasks()) {
            assertEquals(task.busyNanos(), task.costs().totalNanos(), task.name());
        }
        machine.validate();
    }

    private Task reader(SimulatedFile file, int cpu) {
        Task task = machine.newTask("reader" + machine.tasks().size(), cpu);
        task.startRead(file, 0, file.pages() * 4096L, 1);
        machine.run(task);
        return task;
    }

    @Test
    void shouldTellTheFirstReadFromTheReadOfWhatWasEvicted() {
        SimulatedFile file = machine.createFile("f", 200 * MIB);
        long pages = 200 * MIB / 4096;
        double nanos = Prices.hardware().nanos(Price.FILE_READ);
        CostSplit first = reader(file, 0).costs();
        assertEquals(pages * nanos, first.diskNanos());
        assertEquals(0, first.refaultNanos());
        reader(machine.createFile("other", 560 * MIB), 0);
        CostSplit again = reader(file, 0).costs();
        assertEquals(0, again.diskNanos());
        long refaults = machine.gauge(0, NodeGauge.WORKINGSET_REFAULT_FILE)
                + machine.gauge(1, NodeGauge.WORKINGSET_REFAULT_FILE);
        assertTrue(refaults > pages / 2, "refaults " + refaults);
        assertEquals(refaults * nanos, again.refaultNanos());
        assertEquals(pages * Prices.hardware().nanos(Price.FILE_HIT), again.copyNanos());
    }

    @Test
    void shouldAddUpWhenTasksShareACpuReclaimSwapAndMigrate() {
        machine.swapOn();
        machine.setBalancing(1);
        Task[] tasks = {machine.newTask("A", 0), machine.newTask("B", 0)};
        for (Task task : tasks) {
            task.startTouch(task.mapAnonymous("m", 260 * MIB), 260 * MIB, true, false);
        }
        machine.runAll();
        for (Task task : tasks) {
            task.startAccess(task.mapping("m"), 200_000, false, true);
        }
        machine.runAll();
        CostSplit sum = machine.costs();
        assertEquals(tasks[0].costs().plus(tasks[1].costs()), sum);
        assertEquals(tasks[1].costs(), sum.since(tasks[0].costs()));
        assertTrue(sum.accessNanos() > 0 && sum.faultNanos() > 0 && sum.refaultNanos() > 0 && sum.stallNanos() > 0
                && sum.waitNanos() > 0, sum.toString());
        assertEquals(machine.tasks().stream().mapToLong(Task::accessPicos).sum() / 1000, sum.accessNanos(), 2);
    }

    @Test
    void shouldCountTheDeadAndWhatAForkHasPaid() {
        Task task = machine.newTask("A", 0);
        task.startTouch(task.mapAnonymous("m", 600 * MIB), 600 * MIB, true, false);
        machine.run(task);
        assertEquals(1, task.costs().killedTasks());
        assertTrue(!task.costs().isComplete());
        assertEquals(machine.costs(), machine.fork().costs());
    }
}
