package io.numalab.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.spi.NodeMask;
import io.numalab.spi.Policies;
import io.numalab.stat.NodeGauge;
import io.numalab.stat.VmEvent;
import io.numalab.topology.MachineSpec;
import org.junit.jupiter.api.Test;

/** Who dies when memory is short, and what is left of them (linux-model 16, 27.1). */
class OomKillerTest {
    private static final long MIB = 1 << 20;

    private static Machine machine(int nodes) {
        MachineSpec.Builder spec = MachineSpec.builder();
        for (int nid = 0; nid < nodes; nid++) {
            spec.node(16 * MIB, 2 * nid, 2 * nid + 1);
        }
        return Machine.builder(spec.build()).policies(Policies.of()).build();
    }

    private static Task fill(Machine machine, Task task, long bytes) {
        task.startTouch(task.mapAnonymous("h" + bytes, bytes), bytes, true, false);
        machine.run(task);
        return task;
    }

    @Test
    void shouldKillTheLargestTaskAndNotTheOneThatAsks() {
        Machine machine = machine(1);
        Task large = fill(machine, machine.newTask("large", 0), 9 * MIB);
        Task small = fill(machine, machine.newTask("small", 1), 8 * MIB);
        assertFalse(large.alive());
        assertTrue(large.result().died());
        assertTrue(small.alive());
        assertEquals(1, machine.event(VmEvent.OOM_KILL));
        machine.validate();
    }

    @Test
    void shouldKillTheFirstAmongEquals() {
        Machine machine = machine(1);
        for (String name : new String[] {"A", "B", "C", "D"}) {
            fill(machine, machine.newTask(name, 0), 7 * MIB / 2);
        }
        Task last = fill(machine, machine.newTask("last", 1), 5 * MIB / 2);
        assertTrue(last.alive());
        assertFalse(machine.task("A").alive());
        assertTrue(machine.task("B").alive());
    }

    @Test
    void shouldSpareTasksThatHaveNoPagesWhereTheyAreShort() {
        Machine machine = machine(2);
        Task elsewhere = machine.newTask("elsewhere", 2);
        Group far = machine.newGroup("far");
        far.setCpusetMems(NodeMask.of(1));
        elsewhere.join(far);
        fill(machine, elsewhere, 12 * MIB);
        Task here = machine.newTask("here", 0);
        Group near = machine.newGroup("near");
        near.setCpusetMems(NodeMask.of(0));
        here.join(near);
        fill(machine, here, 18 * MIB);
        assertFalse(here.alive());
        assertTrue(elsewhere.alive());
        machine.validate();
    }

    @Test
    void shouldLeaveNothingOfATaskThatIsKilledAtWork() {
        Machine machine = machine(1);
        Task victim = machine.newTask("victim", 0);
        // On the same CPU: the victim dies while it waits for its turn, not while it reclaims.
        Task other = machine.newTask("other", 0);
        victim.startTouch(victim.mapAnonymous("h", 20 * MIB), 20 * MIB, true, false);
        other.startTouch(other.mapAnonymous("h", 7 * MIB), 7 * MIB, true, false);
        machine.runAll();
        assertFalse(victim.alive());
        machine.validate();
        other.exit();
        assertEquals(0, machine.gauge(0, NodeGauge.NR_ANON_PAGES));
        assertEquals(0, machine.gauge(0, NodeGauge.NR_PAGE_TABLE_PAGES));
        machine.validate();
    }
}
