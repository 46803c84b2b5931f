package io.numalab.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.spi.GfpFlags;
import io.numalab.spi.Policies;
import io.numalab.stat.VmEvent;
import io.numalab.topology.MachineSpec;
import io.numalab.topology.Price;
import io.numalab.topology.Prices;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Limits of a run: virtual time, the caller's condition, the OOM killer's victims. */
class LimitsTest {
    private static final long MIB = 1 << 20;
    private static final double AGES = 1e9;

    private static Machine.Builder machine() {
        return Machine.builder(MachineSpec.parse("2x64MiB")).policies(Policies.of());
    }

    private static Task looping(Machine machine) {
        Task task = machine.newTask("loop", 0);
        task.startLoop(task.mapAnonymous("h", MIB), AGES);
        return task;
    }

    @Test
    void shouldStopWhenAnotherThreadSaysSo() throws Exception {
        AtomicBoolean cancelled = new AtomicBoolean();
        CountDownLatch asked = new CountDownLatch(10);
        Machine machine = machine().stopWhen(() -> {
            asked.countDown();
            return cancelled.get();
        }).build();
        Task task = looping(machine);
        Thread canceller = new Thread(() -> {
            try {
                asked.await();
                cancelled.set(true);
            } catch (InterruptedException impossible) {
                throw new IllegalStateException(impossible);
            }
        });
        canceller.start();
        assertEquals(RunEnd.STOPPED, machine.run(task));
        canceller.join();
        assertTrue(task.busy());
        assertTrue(machine.nowNanos() > 0 && machine.nowNanos() <= task.clockNanos());
        assertEquals(RunEnd.STOPPED, machine.sleep(1));
        assertEquals(RunEnd.STOPPED, machine.runAll());
        assertEquals(0, machine.settle(1_000_000_000L));
        machine.validate();
        machine.sync();
        task.exit();
        machine.validate();
    }

    @Test
    void shouldStopAtALimitOfWallTime() {
        long deadlineNanos = System.nanoTime() + 20_000_000L;
        Machine machine = machine().stopWhen(() -> System.nanoTime() >= deadlineNanos).build();
        assertEquals(RunEnd.STOPPED, machine.run(looping(machine)));
        assertTrue(System.nanoTime() >= deadlineNanos);
    }

    @Test
    void shouldStopAtALimitOfVirtualTime() {
        Machine machine = machine().timeLimit(5_000_000L).build();
        Task task = machine.newTask("A", 0);
        Mapping heap = task.mapAnonymous("h", 40 * MIB);
        task.startTouch(heap, 40 * MIB, true, false);
        assertEquals(RunEnd.TIME_LIMIT, machine.run(task));
        assertEquals(5_000_000L, machine.nowNanos());
        long pages = heap.state().presentPages();
        assertTrue(pages > 0 && pages < heap.pages(), pages + " pages");
        Task late = machine.newTask("B", 1);
        late.startTouch(late.mapAnonymous("h", MIB), MIB, true, false);
        assertEquals(RunEnd.TIME_LIMIT, machine.runAll());
        assertEquals(RunEnd.TIME_LIMIT, machine.sleep(1));
        assertEquals(0, machine.settle(1_000_000_000L));
        assertEquals(pages, heap.state().presentPages());
        assertEquals(0, late.mapping("h").state().presentPages());
        assertEquals(5_000_000L, machine.nowNanos());
        machine.validate();
        assertEquals("a time limit of 0 ns: expected 1 or more",
                assertThrows(IllegalArgumentException.class, () -> machine().timeLimit(0)).getMessage());
    }

    @Test
    void shouldSleepUpToJustBeforeTheLimit() {
        Machine machine = machine().timeLimit(100).build();
        assertEquals(RunEnd.FINISHED, machine.sleep(99));
        assertEquals(RunEnd.TIME_LIMIT, machine.sleep(1));
        assertEquals(100, machine.nowNanos());
    }

    /** Two tasks that share a CPU, a reader of a file, kswapd, reclaim, swap and a kill. */
    private static String struggle(Machine.Builder builder, int[] stops) {
        Machine machine = builder.build();
        machine.setBalancing(1);
        machine.swapOn();
        SimulatedFile file = machine.createFile("f", 15 * MIB);
        Task[] tasks = {machine.newTask("A", 0), machine.newTask("B", 0), machine.newTask("C", 1)};
        tasks[2].startRead(file, 0, 15 * MIB, 2);
        for (Task task : Arrays.asList(tasks).subList(0, 2)) {
            task.startTouch(task.mapAnonymous("h", 20 * MIB), 20 * MIB, true, false);
        }
        while (machine.runAll() != RunEnd.FINISHED) {
            machine.validate();
            stops[0]++;
        }
        for (long end = machine.nowNanos() + 50_000_000L; machine.nowNanos() < end;) {
            machine.sleep(end - machine.nowNanos());
        }
        machine.validate();
        StringBuilder all = new StringBuilder().append(machine.zones());
        for (VmEvent event : VmEvent.values()) {
            all.append(' ').append(event).append('=').append(machine.event(event));
        }
        for (Task task : tasks) {
            all.append('\n').append(task.result()).append(task.costs()).append(task.clockNanos());
        }
        return all.append(machine.nowNanos()).append(machine.trace().snapshot()).toString();
    }

    private static Machine.Builder swapping() {
        return Machine.builder(MachineSpec.builder().node(16 * MIB, 0, 1).node(8 * MIB, 2).swapBytes(8 * MIB).build())
                .policies(Policies.of());
    }

    @Test
    void shouldBeTheSameMachineHoweverOftenItIsStopped() {
        int[] stops = {0};
        String never = struggle(swapping(), stops);
        assertFalse(never.contains("OOM_KILL=0") || never.contains("PGSTEAL_KSWAPD=0"), never);
        assertEquals(never, struggle(swapping().stopWhen(() -> false), stops));
        assertEquals(0, stops[0]);
        int[] asked = {0};
        BooleanSupplier sometimes = () -> ++asked[0] % 997 < 2;
        assertEquals(never, struggle(swapping().stopWhen(sometimes), stops));
        assertTrue(stops[0] >= 20, stops[0] + " stops of " + asked[0] + " chances");
    }

    @Test
    void shouldStopInTheMiddleOfABatchOfFaults() {
        int[] asked = {0};
        Machine machine = Machine.builder(MachineSpec.parse("1x1GiB")).policies(Policies.of())
                .stopWhen(() -> ++asked[0] == 2).build();
        Task task = machine.newTask("A", 0);
        Mapping heap = task.mapAnonymous("h", 512 * MIB);
        task.startTouch(heap, 512 * MIB, true, false);
        assertEquals(RunEnd.STOPPED, machine.run(task));
        long pages = heap.state().presentPages();
        assertTrue(pages > 1000 && pages < heap.pages(), pages + " pages");
        machine.validate();
        assertEquals(RunEnd.FINISHED, machine.run(task));
        assertEquals(heap.pages(), heap.state().presentPages());
    }

    @Test
    void shouldGoOnAfterAConditionThatThrows() {
        int[] asked = {0};
        Machine machine = machine().stopWhen(() -> {
            if (++asked[0] == 3) {
                throw new IllegalStateException("enough");
            }
            return false;
        }).build();
        Task task = machine.newTask("A", 0);
        task.startLoop(task.mapAnonymous("h", MIB), 0.1);
        assertThrows(IllegalStateException.class, () -> machine.run(task));
        machine.validate();
        assertEquals(RunEnd.FINISHED, machine.run(task));
    }

    @Test
    void shouldAskForksToo() {
        AtomicBoolean cancelled = new AtomicBoolean();
        Machine fork = machine().stopWhen(cancelled::get).timeLimit(100_000_000L).build().fork();
        assertEquals(RunEnd.FINISHED, fork.sleep(1));
        cancelled.set(true);
        assertEquals(RunEnd.STOPPED, fork.run(looping(fork)));
        cancelled.set(false);
        assertEquals(RunEnd.TIME_LIMIT, fork.runAll());
    }

    @Test
    void shouldFinishWhenNothingIsLeftToKill() {
        Machine machine = Machine.builder(MachineSpec.parse("2x16MiB")).policies(Policies.of()).build();
        for (int i = 0; i < 8; i++) {
            Task task = machine.newTask("task" + i, i % 2);
            task.startMlock(task.mapAnonymous("h", 50 * MIB));
        }
        Task kernel = machine.newTask("kernel", 0);
        kernel.startAllocate(0, GfpFlags.KERNEL, 0, 20_000);
        assertEquals(RunEnd.FINISHED, machine.runAll());
        assertTrue(machine.event(VmEvent.OOM_KILL) <= 9, machine.event(VmEvent.OOM_KILL) + " kills");
        assertTrue(machine.tasks().stream().noneMatch(Task::busy));
        machine.validate();
    }

    @Test
    void shouldEndALoopThatCostsNothing() {
        Prices free = Prices.hardware();
        for (Price price : Price.values()) {
            free = price.name().startsWith("BANDWIDTH") ? free : free.with(price, 0);
        }
        for (String name : free.ofNodes().keySet()) {
            free = name.startsWith("ACCESS") ? free.with(name, 0) : free;
        }
        Machine machine = machine().prices(free).build();
        Task task = machine.newTask("A", 0);
        task.startLoop(task.mapAnonymous("h", MIB), 2);
        assertEquals(RunEnd.FINISHED, machine.run(task));
        assertEquals(2_000_000_000L, machine.nowNanos());
    }
}
