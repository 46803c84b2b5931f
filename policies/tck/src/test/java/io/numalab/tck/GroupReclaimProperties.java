package io.numalab.tck;

import static io.numalab.tck.Rule.require;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.numalab.machine.Group;
import io.numalab.machine.Mapping;
import io.numalab.machine.SimulatedFile;
import io.numalab.machine.Task;
import io.numalab.spi.Policies;
import io.numalab.stat.VmEvent;
import io.numalab.topology.KernelVersion;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Invariant 34: memory.reclaim takes pages of its group only, kills nobody, and ends with success or EAGAIN. */
class GroupReclaimProperties {
    private static final int MEBIBYTES = 16;
    private static final int NODE_PAGES = MEBIBYTES * Stage.PAGES_PER_MIB;
    private static final int AGAIN = -11;
    private static final int NODES = 2;

    @Provide
    Arbitrary<KernelVersion> kernels() {
        return Stage.kernels();
    }

    /** A group with a task that has cache and memory. */
    private record Member(Group group, SimulatedFile file, Mapping mapping) {
        long charged() {
            return IntStream.range(0, NODES).mapToLong(group::chargedPages).sum();
        }

        long present() {
            return Stage.resident(file) + Stage.onNode(mapping, 0) + Stage.onNode(mapping, 1);
        }
    }

    private static Member member(Stage stage, String name, int nid, int filePages, int anonPages) {
        Group group = stage.machine.newGroup(name);
        group.account();
        Task task = stage.task(name, nid);
        task.join(group);
        return new Member(group, stage.read(task, name, filePages, 1), stage.touch(task, "m", anonPages));
    }

    private static void reclaim(Stage stage, Member target, Member watched, long goal) {
        long watchedBefore = watched.present();
        long targetBefore = target.charged();
        int status = target.group.reclaim(goal * Stage.PAGE_BYTES);
        stage.history();
        long taken = targetBefore - target.charged();
        require(status == 0 || status == AGAIN, "status " + status);
        require(status == AGAIN || taken >= goal, taken + " pages of " + goal);
        require(watched.present() == watchedBefore, "others lost " + (watchedBefore - watched.present()));
        require(watched.charged() == watched.present(), "others are charged " + watched.charged());
        require(target.charged() == target.present(), target.charged() + " charged, " + target.present());
        require(stage.machine.event(VmEvent.OOM_KILL) == 0, "somebody died");
        require(stage.machine.event(VmEvent.PAGEOUTRUN) == 0, "kswapd ran");
    }

    private static Stage stage(KernelVersion kernel, boolean generations) {
        return new Stage(Stage.spec(kernel, NODES, MEBIBYTES), Policies.load(), true,
                builder -> builder.generations(generations));
    }

    @Property(tries = 60)
    void othersAreLeftAlone(
            @ForAll("kernels") KernelVersion kernel, @ForAll boolean generations, @ForAll @IntRange(max = 1) int nid,
            @ForAll @IntRange(min = 1, max = NODE_PAGES / 2) int filePages,
            @ForAll @IntRange(min = 1, max = NODE_PAGES / 2) int anonPages,
            @ForAll @IntRange(min = 1, max = NODE_PAGES) int goal) {
        Stage stage = stage(kernel, generations);
        Member other = member(stage, "B", 0, NODE_PAGES / 4, NODE_PAGES / 8);
        Member target = member(stage, "A", nid, filePages / 2, anonPages);
        reclaim(stage, target, other, goal);
    }

    @Example
    void pagesOfOthersAreCaught() {
        for (KernelVersion kernel : new KernelVersion[] {KernelVersion.V6_1, KernelVersion.V6_12}) {
            for (boolean generations : new boolean[] {false, true}) {
                Stage stage = stage(kernel, generations);
                Member target = member(stage, "A", 0, NODE_PAGES / 4, 100);
                assertThrows(AssertionError.class, () -> reclaim(stage, target, target, 100));
            }
        }
    }
}
