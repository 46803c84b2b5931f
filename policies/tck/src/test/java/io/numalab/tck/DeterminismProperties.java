package io.numalab.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.numalab.machine.Machine;
import io.numalab.machine.Task;
import io.numalab.spi.NodeMask;
import io.numalab.spi.Policies;
import io.numalab.spi.PolicySpec;
import io.numalab.topology.MachineSpec;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Invariant 37: the same machine, seed and operations give the same events; so does a fork. */
class DeterminismProperties {
    private static final long QUIET_NANOS = 20_000_000_000L;

    private static String run(
            MachineSpec spec, Policies policies, long seed, boolean swap, List<Integer> operations, Digest digest) {
        Machine machine = Patience.with(Machine.builder(spec)).policies(policies).seed(seed)
                .events(digest.sink()).build();
        Course course = new Course(machine, new Recorder());
        if (swap) {
            course.swapOn();
        }
        course.play(operations);
        return digest.take() + Digest.describe(machine);
    }

    @Provide
    Arbitrary<MachineSpec> machines() {
        return Machines.any();
    }

    @Provide
    Arbitrary<List<Integer>> operations() {
        return Arbitraries.integers().list().ofMinSize(3).ofMaxSize(12);
    }

    @Property(tries = 25)
    void sameSeedSameEvents(
            @ForAll("machines") MachineSpec spec, @ForAll long seed, @ForAll boolean swap,
            @ForAll("operations") List<Integer> operations) {
        assertEquals(run(spec, Policies.load(), seed, swap, operations, new Digest()),
                run(spec, Policies.load(), seed, swap, operations, new Digest()));
    }

    @Property(tries = 40)
    void aForkGoesOnAsTheOriginal(
            @ForAll("machines") MachineSpec spec, @ForAll boolean swap, @ForAll("operations") List<Integer> before,
            @ForAll("operations") List<Integer> after) {
        Digest digest = new Digest();
        Machine machine = Patience.with(Machine.builder(spec)).events(digest.sink()).build();
        Course course = new Course(machine, new Recorder());
        if (swap) {
            course.swapOn();
        }
        course.play(before);
        machine.sync();
        machine.settle(QUIET_NANOS);
        Machine fork = forked(machine);
        fork.validate();
        String forkPoint = Digest.describe(machine);
        assertEquals(forkPoint, Digest.describe(fork));
        Course onFork = new Course(course, fork, new Recorder());
        digest.take();
        course.play(after);
        String original = digest.take() + Digest.describe(machine);
        assertNotEquals(forkPoint, original);
        assertEquals(forkPoint, Digest.describe(fork), "the original changed its fork");
        onFork.play(after);
        assertEquals(original, digest.take() + Digest.describe(fork));
        fork.validate();
    }

    private static Machine forked(Machine machine) {
        try {
            return machine.fork();
        } catch (IllegalStateException stillRunning) {
            Assume.that(false);
            throw stillRunning;
        }
    }

    // Attached again on the fork, the mask would be refused: its node is not in the cpuset any more.
    @Example
    void aForkKeepsABindingWhoseCpusetMoved() {
        Machine machine = Machine.builder(Machines.equal(2, 8)).build();
        Task task = machine.newTask("A", 1);
        task.join(machine.newGroup("g"));
        task.setPolicy(PolicySpec.parse("bind-static:0"));
        machine.group("g").setCpusetMems(NodeMask.of(1));
        Machine fork = machine.fork();
        fork.group("g").setCpusetMems(NodeMask.of(0, 1));
        Task copy = fork.task("A");
        copy.startTouch(copy.mapAnonymous("h", 4096), 4096, true, false);
        fork.runAll();
        assertEquals(0, copy.mapping("h").nodeAt(0));
        fork.validate();
    }

    @Example
    void catchesAPolicyThatRemembersOtherMachines() {
        Policies restless = Saboteur.restlessInterleave();
        assertNotEquals(interleaved(restless), interleaved(restless));
        assertEquals(interleaved(Policies.load()), interleaved(Policies.load()));
    }

    private static String interleaved(Policies policies) {
        Machine machine = Machine.builder(Machines.equal(5, 8)).policies(policies).build();
        Task task = machine.newTask("A", 0);
        task.setPolicy(PolicySpec.parse("interleave:0-4"));
        task.startTouch(task.mapAnonymous("h", 4096), 4096, true, false);
        machine.runAll();
        return Digest.describe(machine);
    }
}
