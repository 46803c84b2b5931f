package io.numalab.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.machine.Group;
import io.numalab.machine.Machine;
import io.numalab.machine.Task;
import io.numalab.spi.NodeMask;
import io.numalab.spi.PolicySpec;
import io.numalab.topology.MachineSpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the OOM killer says a shortage is confined to (linux-model 16.2). */
class OomConstraintTest {
    private static final long MIB = 1 << 20;

    private final Machine machine = Machine.builder(
            MachineSpec.builder().node(16 * MIB, 0).node(16 * MIB, 1).build()).build();
    private final Task task = machine.newTask("A", 0);

    @AfterEach
    void validate() {
        machine.validate();
    }

    private String constraintOfTouching(long bytes) {
        task.startTouch(task.mapAnonymous("h", bytes), bytes, true, false);
        machine.run(task);
        String line = machine.kernelLog().lines().get(1);
        return line.substring(line.indexOf("CONSTRAINT_"), line.lastIndexOf(','));
    }

    private Group join(String name) {
        Group group = machine.newGroup(name);
        task.join(group);
        return group;
    }

    @Test
    void shouldBeNoneWhenTheWholeMachineIsShort() {
        assertEquals("CONSTRAINT_NONE,nodemask=(null)", constraintOfTouching(40 * MIB));
    }

    @Test
    void shouldBeThePolicyThatBinds() {
        assertEquals(0, task.setPolicy(PolicySpec.parse("membind:1")));
        assertEquals("CONSTRAINT_MEMORY_POLICY,nodemask=1", constraintOfTouching(20 * MIB));
    }

    @Test
    void shouldBeTheCpuset() {
        join("near").setCpusetMems(NodeMask.of(0));
        assertEquals("CONSTRAINT_CPUSET,nodemask=(null)", constraintOfTouching(20 * MIB));
    }

    @Test
    void shouldBeThePolicyRatherThanTheCpusetIfBothConfine() {
        join("near").setCpusetMems(NodeMask.of(0));
        assertEquals(0, task.setPolicy(PolicySpec.parse("membind:0")));
        assertEquals("CONSTRAINT_MEMORY_POLICY,nodemask=0", constraintOfTouching(20 * MIB));
    }

    @Test
    void shouldBeNoneIfPolicyAndCpusetNameEveryNode() {
        join("all").setCpusetMems(NodeMask.of(0, 1));
        assertEquals(0, task.setPolicy(PolicySpec.parse("membind:0-1")));
        assertEquals("CONSTRAINT_NONE,nodemask=(null)", constraintOfTouching(40 * MIB));
    }

    @Test
    void shouldBeTheGroupWhoseLimitIsReached() {
        Group group = machine.newGroup("small");
        group.account();
        group.setMemoryMax(4 * MIB);
        task.join(group);
        assertEquals("CONSTRAINT_MEMCG,nodemask=(null)", constraintOfTouching(6 * MIB));
        assertTrue(machine.kernelLog().lines().get(2).startsWith("Memory cgroup out of memory: Killed"));
    }
}
