package io.numalab.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.machine.HugePages;
import io.numalab.machine.Mapping;
import io.numalab.machine.Task;
import io.numalab.spi.GfpFlags;
import io.numalab.spi.PageKind;
import io.numalab.spi.Policies;
import io.numalab.spi.PolicySpec;
import io.numalab.stat.VmEvent;
import io.numalab.topology.KernelVersion;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Invariant 35: a fault that may not reclaim gets a huge page of its preferred node, or small pages. */
class HugePageProperties {
    private static final int MEBIBYTES = 32;
    private static final int NODE_PAGES = MEBIBYTES * Stage.PAGES_PER_MIB;
    private static final int HUGE_PAGES = 512;
    private static final int NODES = 2;

    @Provide
    Arbitrary<KernelVersion> kernels() {
        return Stage.kernels();
    }

    private static Rule on(int preferred) {
        return new Rule(35, "a huge page lies on its preferred node", history -> history.all(Event.Granted.class)
                .filter(HugePageProperties::isHuge)
                .mapToInt(page -> {
                    Rule.require(page.nid() == preferred, page);
                    return 1;
                }).sum());
    }

    private static boolean isHuge(Event.Granted page) {
        return (page.lastWalk().gfp() & ~(GfpFlags.THISNODE | GfpFlags.NORETRY)) == GfpFlags.TRANSHUGE_LIGHT;
    }

    private static History run(KernelVersion kernel, String policy, int cpuNode, int cachePercent, int pages) {
        Stage stage = new Stage(Stage.spec(kernel, NODES, MEBIBYTES), Policies.load(), true,
                builder -> builder.hugePages(HugePages.ALWAYS));
        stage.read(stage.task("R", 1), "f", NODE_PAGES * cachePercent / 100, 1);
        Task task = stage.task("A", cpuNode);
        if (!policy.isEmpty()) {
            assertEquals(0, task.setPolicy(PolicySpec.parse(policy)));
        }
        Mapping mapping = stage.touch(task, "m", pages);
        assertEquals(pages, Stage.onNode(mapping, 0) + Stage.onNode(mapping, 1));
        History history = stage.history();
        long huge = history.all(Event.Granted.class).filter(HugePageProperties::isHuge).count();
        assertEquals(huge, history.ending().counter(VmEvent.THP_FAULT_ALLOC));
        long small = history.all(Event.Granted.class)
                .filter(page -> page.who().equals("task-A") && page.kind() == PageKind.ANON).count();
        assertEquals(pages, small - huge + huge * HUGE_PAGES);
        return history;
    }

    @Property(tries = 50)
    void areOfThePreferredNode(
            @ForAll("kernels") KernelVersion kernel, @ForAll @IntRange(max = 1) int cpuNode,
            @ForAll @IntRange(max = 2) int preference, @ForAll @IntRange(max = 100) int cachePercent,
            @ForAll @IntRange(min = 1, max = NODE_PAGES * 3 / 2) int pages) {
        String policy = preference == 2 ? "" : "preferred:" + preference;
        on(preference == 2 ? cpuNode : preference).check(run(kernel, policy, cpuNode, cachePercent, pages));
    }

    @Example
    void aHugePageElsewhereIsCaught() {
        for (KernelVersion kernel : new KernelVersion[] {KernelVersion.V6_1, KernelVersion.V6_12}) {
            History history = run(kernel, "preferred:1", 0, 50, NODE_PAGES);
            assertTrue(on(1).check(history) > 0);
            assertTrue(history.ending().counter(VmEvent.THP_FAULT_FALLBACK) > 0);
            assertThrows(AssertionError.class, () -> on(0).check(history));
            assertThrows(AssertionError.class, () -> on(1).check(
                    history.tampered(Event.Granted.class, HugePageProperties::isHuge, page -> page.on(0))));
        }
    }
}
