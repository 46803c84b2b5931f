package io.numalab.tck;

import static io.numalab.tck.Rule.require;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.machine.Group;
import io.numalab.machine.Mapping;
import io.numalab.machine.SimulatedFile;
import io.numalab.machine.Task;
import io.numalab.spi.Policies;
import io.numalab.stat.VmEvent;
import io.numalab.topology.KernelVersion;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Invariant 33: demotion goes to strictly slower tiers, the next one first, and loses no page. */
class DemotionProperties {
    private static final int MEBIBYTES = 16;
    private static final int NODE_PAGES = MEBIBYTES * Stage.PAGES_PER_MIB;
    private static final int NODES = 4;
    private static final int BATCH_PAGES = 32;

    @Provide
    Arbitrary<KernelVersion> kernels() {
        return Stage.kernels();
    }

    @Provide
    Arbitrary<List<Integer>> tiers() {
        return Arbitraries.integers().between(0, 3).list().ofSize(NODES);
    }

    /** Where the pages of one group are before and after a reclaim of it. */
    private record Demoted(Stage stage, long before, long[] after, long demoted, long evicted, long present) {}

    private static Demoted demote(
            KernelVersion kernel, boolean generations, List<Integer> tiers, int anonPages, int filePages, int goal) {
        Stage stage = new Stage(Stage.spec(kernel, NODES, MEBIBYTES), Policies.load(), true, builder -> builder
                .generations(generations).tiers(tiers.stream().mapToInt(Integer::intValue).toArray()));
        stage.machine.setDemotion(true);
        Group group = stage.machine.newGroup("g");
        group.account();
        Task task = stage.task("A", 0);
        task.join(group);
        SimulatedFile file = stage.read(task, "f", filePages, 1);
        Mapping mapping = stage.touch(task, "m", anonPages);
        long before = group.chargedPages(0);
        group.reclaim(goal * Stage.PAGE_BYTES);
        stage.history();
        long demoted = stage.machine.event(VmEvent.PGDEMOTE_KSWAPD) + stage.machine.event(VmEvent.PGDEMOTE_DIRECT);
        long evicted = stage.machine.event(VmEvent.PGSTEAL_ANON) + stage.machine.event(VmEvent.PGSTEAL_FILE) - demoted;
        long anonymous = 0;
        long[] after = new long[NODES];
        for (int nid = 0; nid < NODES; nid++) {
            after[nid] = group.chargedPages(nid);
            anonymous += Stage.onNode(mapping, nid);
        }
        require(anonymous == anonPages, anonymous + " anonymous pages of " + anonPages);
        return new Demoted(stage, before, after, demoted, evicted, anonymous + Stage.resident(file));
    }

    private static void checkTiers(Demoted run, List<Integer> tiers, boolean oneStep) {
        int next = tiers.stream().filter(tier -> tier > tiers.get(0)).min(Integer::compare).orElse(-1);
        for (int nid = 1; nid < NODES; nid++) {
            // There is room, so that further tiers are reached from the next one only, by a reclaim that goes on.
            boolean few = run.after[nid] * 10 <= run.demoted;
            boolean may = tiers.get(nid) > tiers.get(0) && (!oneStep || few || tiers.get(nid) == next);
            require(run.after[nid] == 0 || may, "node " + nid + " of " + tiers + " has " + run.after[nid] + " pages");
        }
        require(run.demoted == 0 || next >= 0, run.demoted + " pages demoted");
        require(Arrays.stream(run.after).sum() == run.before - run.evicted, Arrays.toString(run.after));
        require(run.present == run.before - run.evicted, run.present + " pages present");
    }

    @Property(tries = 60)
    void pagesGoDownAndStay(
            @ForAll("kernels") KernelVersion kernel, @ForAll boolean generations, @ForAll("tiers") List<Integer> tiers,
            @ForAll @IntRange(min = 100, max = NODE_PAGES / 3) int anonPages,
            @ForAll @IntRange(min = 100, max = NODE_PAGES / 3) int filePages,
            @ForAll @IntRange(min = 32, max = NODE_PAGES / 2) int goal) {
        checkTiers(demote(kernel, generations, tiers, anonPages, filePages, goal), tiers, false);
    }

    @Property(tries = 40)
    void theNextTierComesFirst(@ForAll("kernels") KernelVersion kernel, @ForAll("tiers") List<Integer> tiers) {
        checkTiers(demote(kernel, false, tiers, 1000, 300, BATCH_PAGES), tiers, true);
    }

    @Example
    void wrongTiersAndLostPagesAreCaught() {
        List<Integer> tiers = List.of(0, 2, 1, 0);
        for (KernelVersion kernel : new KernelVersion[] {KernelVersion.V6_1, KernelVersion.V6_12}) {
            Demoted run = demote(kernel, false, tiers, 1000, 300, BATCH_PAGES);
            assertTrue(run.demoted > 0);
            checkTiers(run, tiers, true);
            assertThrows(AssertionError.class, () -> checkTiers(run, List.of(0, 1, 2, 0), true));
            assertThrows(AssertionError.class, () -> checkTiers(run, List.of(0, 0, 0, 0), false));
            assertThrows(AssertionError.class, () -> checkTiers(new Demoted(
                    run.stage, run.before + 1, run.after, run.demoted, run.evicted, run.present), tiers, false));
        }
    }
}
