package io.numalab.machine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.spi.NodeMask;
import io.numalab.spi.Policies;
import io.numalab.stat.VmEvent;
import io.numalab.topology.MachineSpec;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A change of cpuset.mems moves the memory of the group's tasks (linux-model 14; do_migrate_pages). */
class CpusetTest {
    private static final long MIB = 1 << 20;

    private static Machine machine(int nodes) {
        MachineSpec.Builder spec = MachineSpec.builder();
        for (int nid = 0; nid < nodes; nid++) {
            spec.node(32 * MIB, nid);
        }
        return Machine.builder(spec.build()).policies(Policies.of()).build();
    }

    private static Mapping touched(Machine machine, Task task, String name, long bytes) {
        Mapping mapping = task.mapAnonymous(name, bytes);
        task.startTouch(mapping, bytes, true, false);
        machine.run(task);
        return mapping;
    }

    private static long on(Mapping mapping, int nid) {
        return LongStream.range(0, mapping.pages()).filter(page -> mapping.nodeAt(page) == nid).count();
    }

    @Test
    void shouldPutEachNodeInThePlaceOfAnother() {
        assertArrayEquals(new int[] {2, 3, 2, 3}, CpusetMigration.targets(NodeMask.of(0, 1), NodeMask.of(2, 3), 4));
        assertArrayEquals(new int[] {1, 2, 2, 3}, CpusetMigration.targets(NodeMask.of(0, 1), NodeMask.of(1, 2), 4));
        assertArrayEquals(new int[] {0, 0, 2, 3}, CpusetMigration.targets(NodeMask.of(0, 1), NodeMask.of(0), 4));
        assertArrayEquals(new int[] {0, 1, 0, 1}, CpusetMigration.targets(NodeMask.range(0, 3), NodeMask.of(0, 1), 4));
    }

    @Test
    void shouldMoveWhatTasksHaveWhenTheNodesChange() {
        Machine machine = machine(4);
        Group group = machine.newGroup("g");
        group.setCpusetMems(NodeMask.of(0));
        Task task = machine.newTask("A", 0);
        task.join(group);
        Mapping first = touched(machine, task, "a", 4 * MIB);
        group.setCpusetMems(NodeMask.of(0, 1));
        assertEquals(1024, on(first, 0));
        task.setCpus(1);
        Mapping second = touched(machine, task, "b", 4 * MIB);
        assertEquals(1024, on(second, 1));
        long before = machine.nowNanos();
        group.setCpusetMems(NodeMask.of(2, 3));
        assertEquals(1024, on(first, 2));
        assertEquals(1024, on(second, 3));
        assertEquals(2048, machine.event(VmEvent.PGMIGRATE_SUCCESS));
        assertTrue(machine.nowNanos() > before);
        machine.validate();
    }

    @Test
    void shouldMoveWhatATaskBringsIntoAGroup() {
        Machine machine = machine(2);
        Group group = machine.newGroup("g");
        group.setCpusetMems(NodeMask.of(1));
        Task task = machine.newTask("A", 0);
        Mapping mapping = touched(machine, task, "a", 4 * MIB);
        task.join(group);
        assertEquals(1024, on(mapping, 1));
        machine.validate();
    }

    @Test
    void shouldLeaveBehindWhatFindsNoRoomAndKillNobody() {
        Machine machine = machine(2);
        Task hog = machine.newTask("H", 1);
        touched(machine, hog, "h", 28 * MIB);
        Task task = machine.newTask("A", 0);
        Mapping mapping = touched(machine, task, "a", 20 * MIB);
        Group group = machine.newGroup("g");
        group.setCpusetMems(NodeMask.of(1));
        task.join(group);
        assertTrue(on(mapping, 0) > 3000, () -> on(mapping, 0) + " left");
        assertTrue(on(mapping, 1) > 0);
        assertEquals(mapping.pages(), on(mapping, 0) + on(mapping, 1));
        assertEquals(0, machine.event(VmEvent.OOM_KILL));
        assertTrue(machine.event(VmEvent.PGMIGRATE_FAIL) > 3000);
        machine.validate();
    }

    @Test
    void shouldMoveEachNodeOfAMigrateToItsPlace() {
        Machine machine = machine(4);
        Task task = machine.newTask("A", 0);
        Mapping first = touched(machine, task, "a", 4 * MIB);
        task.setCpus(1);
        Mapping second = touched(machine, task, "b", 4 * MIB);
        assertEquals(0, task.migrate(NodeMask.of(0, 1), NodeMask.of(2, 3)));
        machine.run(task);
        assertEquals(1024, on(first, 2));
        assertEquals(1024, on(second, 3));
        machine.validate();
    }
}
