package io.numalab.policies.invariants;

import static io.numalab.policies.invariants.Rule.require;
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
import io.numalab.topology.Price;
import io.numalab.topology.Prices;
import java.util.List;
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
        Prices prices = Prices.hardware().with(Price.ACCESS_LOCAL, 20_000).with(Price.ACCESS_REMOTE, 20_000);
        Stage stage = new Stage(Stage.spec(kernel, 2, MEBIBYTES), Policies.load(), false,
                builder -> builder.prices(prices).tiers(tiers));
        Task filler = stage.task("F", 0);
        stage.read(filler, "f", NODE_PAGES * usedPercent / 100, 1);
        Task task = stage.task("A", 1);
        Mapping mapping = task.mapAnonymous("m", pages * Stage.PAGE_BYTES);
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

    @Property(tries = 20)
    void boundPagesStay(
            @ForAll("kernels") KernelVersion kernel, @ForAll @IntRange(min = 1, max = 3) int mode,
            @ForAll @IntRange(min = 1, max = NODE_PAGES / 3) int pages) {
        Looped looped = loop(kernel, mode, new int[] {0, 1}, "membind:1", 20, pages);
        assertEquals(pages, Stage.onNode(looped.mapping, 1));
        assertEquals(0, looped.stage.machine.event(VmEvent.NUMA_PAGES_MIGRATED));
    }

    @Property(tries = 20)
    void onlyPagesOfASlowerTierArePromoted(
            @ForAll("kernels") KernelVersion kernel, @ForAll @IntRange(max = 1) int fast,
            @ForAll @IntRange(max = 1) int slow, @ForAll @IntRange(min = 1, max = NODE_PAGES / 3) int pages) {
        Looped looped = loop(kernel, 2, new int[] {fast, slow}, "", 20, pages);
        long promoted = looped.stage.machine.event(VmEvent.PGPROMOTE_SUCCESS);
        assertEquals(slow > fast ? pages : 0, promoted);
        assertEquals(promoted, looped.stage.machine.event(VmEvent.NUMA_PAGES_MIGRATED));
        assertTrue(promoted <= looped.stage.machine.event(VmEvent.PGPROMOTE_CANDIDATE));
        checkRoom(looped, 0);
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
