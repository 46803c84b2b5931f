package io.numalab.tck;

import static io.numalab.tck.Rule.require;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.machine.Mapping;
import io.numalab.machine.Task;
import io.numalab.spi.PageKind;
import io.numalab.spi.Policies;
import io.numalab.spi.PolicySpec;
import io.numalab.spi.WatermarkLevel;
import io.numalab.stat.VmEvent;
import io.numalab.topology.KernelVersion;
import io.numalab.topology.MachineSpec;
import io.numalab.topology.Price;
import io.numalab.topology.Prices;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Invariants 31 and 32: where balancing and promotion may put pages, and which pages they leave alone. */
class BalancingProperties {
    private static final int MEBIBYTES = 8;
    private static final int NODE_PAGES = MEBIBYTES * Stage.PAGES_PER_MIB;
    private static final double SECONDS = 4;

    @Provide
    Arbitrary<KernelVersion> kernels() {
        return Stage.kernels();
    }

    /** What a task on node 0 has after it has looped over pages of node 1. */
    private record Looped(Stage stage, Task task, Mapping mapping, History history, int eventsBefore) {}

    // Slow accesses, so that seconds pass in few of them; no lists of CPUs, so that free pages say what was taken.
    private static Looped loop(KernelVersion kernel, int mode, int[] tiers, String policy, int usedPercent, int pages) {
        return loop(kernel, mode, tiers, policy, usedPercent, pages, false);
    }

    private static Looped loop(
            KernelVersion kernel, int mode, int[] tiers, String policy, int usedPercent, int pages, boolean shared) {
        Prices prices = Prices.hardware().with(Price.ACCESS_LOCAL, 20_000).with(Price.ACCESS_REMOTE, 20_000);
        Stage stage = new Stage(Stage.spec(kernel, 2, MEBIBYTES), Policies.load(), false,
                builder -> builder.prices(prices).tiers(tiers));
        Task filler = stage.task("F", 0);
        stage.read(filler, "f", NODE_PAGES * usedPercent / 100, 1);
        Task task = stage.task("A", 1);
        Mapping mapping = shared
                ? task.mapShared("m", pages * Stage.PAGE_BYTES)
                : task.mapAnonymous("m", pages * Stage.PAGE_BYTES);
        if (!policy.isEmpty()) {
            assertEquals(0, task.bind(mapping, PolicySpec.parse(policy), false));
        }
        task.startTouch(mapping, pages * Stage.PAGE_BYTES, true, false);
        stage.machine.run(task);
        task.setCpus(0);
        stage.machine.setBalancing(mode);
        int before = stage.history().events().size();
        task.startLoop(mapping, SECONDS);
        stage.machine.run(task);
        return new Looped(stage, task, mapping, stage.history(), before);
    }

    /** Pages promoted in each of some seconds, under a limit in MiB per second. */
    private static long[] promotions(
            KernelVersion kernel, int fastMebibytes, int limit, int pages, int seconds, int... tiers) {
        Prices prices = Prices.hardware().with(Price.ACCESS_LOCAL, 20_000).with(Price.ACCESS_REMOTE, 20_000);
        MachineSpec spec = MachineSpec.builder().kernel(kernel).node((long) fastMebibytes << 20, 0)
                .cpulessNode((long) MEBIBYTES << 20).build();
        Stage stage = new Stage(spec, Policies.load(), false, builder -> builder.prices(prices).tiers(tiers));
        Task task = stage.machine.newTask("A", 0);
        Mapping mapping = task.mapAnonymous("m", pages * Stage.PAGE_BYTES);
        assertEquals(0, task.setPolicy(PolicySpec.parse("membind:1")));
        task.startTouch(mapping, pages * Stage.PAGE_BYTES, true, false);
        stage.machine.run(task);
        assertEquals(0, task.setPolicy(PolicySpec.parse("default")));
        assertEquals(0, stage.machine.sysctl("kernel.numa_balancing_promote_rate_limit_MBps", "" + limit));
        stage.machine.setBalancing(2);
        long[] promoted = new long[seconds];
        for (int i = 0; i < seconds; i++) {
            long before = stage.machine.event(VmEvent.PGPROMOTE_SUCCESS);
            task.startLoop(mapping, 1);
            stage.machine.run(task);
            promoted[i] = stage.machine.event(VmEvent.PGPROMOTE_SUCCESS) - before;
        }
        stage.history();
        return promoted;
    }

    // Windows of a second begin with a candidate, so that two of them can touch a second of ours.
    private static void checkRate(long[] promoted, int limit) {
        long most = (long) limit * Stage.PAGES_PER_MIB;
        require(LongStream.of(promoted).allMatch(pages -> pages <= 2 * most), Arrays.toString(promoted));
        require(LongStream.of(promoted).sum() <= most * (promoted.length + 1), Arrays.toString(promoted));
    }

    @Property(tries = 25)
    void promotionKeepsToItsRate(
            @ForAll("kernels") KernelVersion kernel, @ForAll @IntRange(max = 3) int limit,
            @ForAll @IntRange(min = 1, max = NODE_PAGES * 3 / 4) int pages) {
        checkRate(promotions(kernel, 2 * MEBIBYTES, limit, pages, 4, 0, 1), limit);
    }

    @Property(tries = 4)
    void promotionToARoomyNodeKnowsNoRate(
            @ForAll("kernels") KernelVersion kernel, @ForAll @IntRange(min = 300, max = NODE_PAGES * 3 / 4) int pages) {
        long[] promoted = promotions(kernel, 1100, 0, pages, 3, 0, 1);
        assertEquals(pages, LongStream.of(promoted).sum());
        assertThrows(AssertionError.class, () -> checkRate(promoted, 0));
    }

    @Example
    void aRateAboveTheLimitIsCaught() {
        for (KernelVersion kernel : new KernelVersion[] {KernelVersion.V6_1, KernelVersion.V6_12}) {
            long[] promoted = promotions(kernel, 2 * MEBIBYTES, 2, NODE_PAGES * 3 / 4, 4, 0, 1);
            checkRate(promoted, 2);
            assertTrue(LongStream.of(promoted).max().orElse(0) > Stage.PAGES_PER_MIB, Arrays.toString(promoted));
            assertThrows(AssertionError.class, () -> checkRate(promoted, 0));
        }
    }

    private static int checkRoom(Looped looped, int extraPages) {
        Layout layout = looped.history.layout();
        List<Event> events = looped.history.events();
        int judged = 0;
        for (Event event : events.subList(looped.eventsBefore, events.size())) {
            if (event instanceof Event.Granted page && page.who().equals("task-A")) {
                int needed = layout.needed(layout.position(page.nid(), page.zone()), WatermarkLevel.HIGH,
                        Layout.zoneClass(PageKind.ANON));
                require(page.nid() == 0, page);
                require(page.lastWalk().free()[page.nid()] > needed + 1 + extraPages, page);
                judged++;
            }
        }
        return judged;
    }

    @Property(tries = 30)
    void pagesMoveOnlyWhereThereIsRoom(
            @ForAll("kernels") KernelVersion kernel, @ForAll @IntRange(min = 20, max = 110) int usedPercent,
            @ForAll @IntRange(min = 1, max = NODE_PAGES / 3) int pages) {
        Looped looped = loop(kernel, 1, new int[] {0, 0}, "", usedPercent, pages);
        int moved = checkRoom(looped, 0);
        assertEquals(moved, looped.stage.machine.event(VmEvent.NUMA_PAGES_MIGRATED));
        assertEquals(pages, Stage.onNode(looped.mapping, 0) + Stage.onNode(looped.mapping, 1));
        assertEquals(moved, Stage.onNode(looped.mapping, 0));
    }

    // A bind keeps its pages where they are, with MPOL_F_NUMA_BALANCING only within its nodes.
    @Property(tries = 40)
    void boundPagesStay(
            @ForAll("kernels") KernelVersion kernel, @ForAll @IntRange(min = 1, max = 3) int mode,
            @ForAll("binds") String policy, @ForAll @IntRange(min = 1, max = NODE_PAGES / 3) int pages) {
        Looped looped = loop(kernel, mode, new int[] {0, 1}, policy, 20, pages);
        boolean balances = policy.contains("balancing");
        long moved = looped.stage.machine.event(VmEvent.NUMA_PAGES_MIGRATED);
        // Both nodes have CPUs and so are of the top tier, which tiering alone does not look at.
        assertEquals(balances && policy.contains("0") && mode != 2 ? pages : 0, moved);
        assertEquals(pages - moved, Stage.onNode(looped.mapping, 1));
        if (!balances) {
            assertEquals(0, looped.stage.machine.event(VmEvent.NUMA_PTE_UPDATES));
        }
    }

    @Provide
    Arbitrary<String> binds() {
        return Arbitraries.of("membind:1", "membind:0-1", "bind-balancing:1", "bind-balancing:0-1", "preferred:1");
    }

    private record Faults(long remote, long moved) {}

    // A task that has run on node 1 for a while goes to node 0. Its memory is shared, since private pages are not
    // marked at home.
    private static Faults afterMove(KernelVersion kernel, double warmUpSeconds, double seconds, int pages) {
        Looped looped = loop(kernel, 0, new int[] {0, 0}, "", 20, pages, true);
        Stage stage = looped.stage;
        looped.task.setCpus(Stage.CPUS);
        stage.machine.setBalancing(1);
        looped.task.startLoop(looped.mapping, warmUpSeconds);
        stage.machine.run(looped.task);
        long faultsBefore = remoteFaults(stage);
        looped.task.setCpus(0);
        looped.task.startLoop(looped.mapping, seconds);
        stage.machine.run(looped.task);
        stage.machine.validate();
        return new Faults(remoteFaults(stage) - faultsBefore, stage.machine.event(VmEvent.NUMA_PAGES_MIGRATED));
    }

    private static long remoteFaults(Stage stage) {
        return stage.machine.event(VmEvent.NUMA_HINT_FAULTS) - stage.machine.event(VmEvent.NUMA_HINT_FAULTS_LOCAL);
    }

    private static void checkTwoFaults(Faults faults) {
        require(faults.moved * 2 <= faults.remote, faults);
    }

    @Property(tries = 15)
    void afterTheStartAPageMovesWithTheSecondFault(
            @ForAll("kernels") KernelVersion kernel, @ForAll @IntRange(min = 8, max = 20) int warmUpSeconds,
            @ForAll @IntRange(min = 1, max = 16) int seconds, @ForAll @IntRange(min = 1, max = 300) int pages) {
        checkTwoFaults(afterMove(kernel, warmUpSeconds, seconds, pages));
    }

    @Example
    void aPageThatMovesWithTheFirstFaultIsCaught() {
        for (KernelVersion kernel : new KernelVersion[] {KernelVersion.V6_1, KernelVersion.V6_12}) {
            Faults late = afterMove(kernel, 8, 12, 100);
            assertEquals(100, late.moved);
            checkTwoFaults(late);
            assertThrows(AssertionError.class, () -> checkTwoFaults(afterMove(kernel, 1.5, 4, 100)));
        }
    }

    @Property(tries = 20)
    void onlyPagesOfASlowerTierArePromoted(
            @ForAll("kernels") KernelVersion kernel, @ForAll @IntRange(max = 1) int fast,
            @ForAll @IntRange(max = 1) int slow, @ForAll @IntRange(min = 1, max = NODE_PAGES / 3) int pages) {
        long[] promoted = promotions(kernel, 2 * MEBIBYTES, 65536, pages, 3, fast, slow);
        assertEquals(slow > fast ? pages : 0, LongStream.of(promoted).sum());
    }

    @Example
    void aWrongMarkAndALooseBindAreCaught() {
        for (KernelVersion kernel : new KernelVersion[] {KernelVersion.V6_1, KernelVersion.V6_12}) {
            Looped filling = loop(kernel, 1, new int[] {0, 0}, "", 85, NODE_PAGES / 3);
            assertTrue(checkRoom(filling, 0) > 0);
            assertTrue(Stage.onNode(filling.mapping, 1) > 0);
            assertThrows(AssertionError.class, () -> checkRoom(filling, 1));
            Looped loose = loop(kernel, 1, new int[] {0, 0}, "", 20, 100);
            assertTrue(Stage.onNode(loose.mapping, 1) == 0);
        }
    }
}
