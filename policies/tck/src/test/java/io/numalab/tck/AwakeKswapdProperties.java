package io.numalab.tck;

import static io.numalab.tck.Rule.require;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.machine.Task;
import io.numalab.spi.Policies;
import io.numalab.spi.PolicySpec;
import io.numalab.topology.KernelVersion;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * Invariant 16, of 6.18: while some node that a request may use is above its mark and its kswapd sleeps, no page comes
 * from a node whose kswapd is awake.
 */
class AwakeKswapdProperties {
    private static final int MEBIBYTES = 12;
    private static final int NODE_PAGES = MEBIBYTES * Stage.PAGES_PER_MIB;

    private static final Rule PASSES_BY =
            new Rule(16, "a node with awake kswapd is passed by", AwakeKswapdProperties::passesBy);

    private static int passesBy(History history) {
        boolean[] awake = new boolean[history.layout().spec().nodeCount()];
        int judged = 0;
        for (Event event : history.events()) {
            if (event instanceof Event.KswapdWoke woke) {
                awake[woke.nid()] = true;
            } else if (event instanceof Event.ReclaimEnded ended && ended.cause().equals("kswapd")) {
                awake[ended.nid()] = false;
            } else if (event instanceof Event.Granted page && awake[page.nid()]) {
                judged += checkOthers(history, page, awake);
            }
        }
        return judged;
    }

    private static int checkOthers(History history, Event.Granted page, boolean[] awake) {
        Event.Walked walk = page.lastWalk();
        int judged = 0;
        for (int nid = 0; nid < awake.length; nid++) {
            if (!awake[nid] && (walk.allowed() == null || walk.allowed().contains(nid))) {
                require(!history.layout().nodePasses(
                        nid, walk.level(), Layout.zoneClass(page.kind()), page.free()), page);
                judged++;
            }
        }
        return judged;
    }

    // A bound task keeps the kswapd of node 0 busy with cache while another one allocates without a bind.
    private static History run(
            KernelVersion kernel, int nodes, boolean generations, boolean perCpuLists, int cpuNode, int cachePercent,
            int boundPercent, int freePercent) {
        Stage stage = new Stage(Stage.spec(kernel, nodes, MEBIBYTES), Policies.load(), perCpuLists,
                builder -> builder.generations(generations));
        stage.read(stage.task("R", 0), "f", NODE_PAGES * cachePercent / 100, 1);
        Task bound = stage.task("B", 0);
        assertEquals(0, bound.setPolicy(PolicySpec.parse("membind:0")));
        Task free = stage.machine.newTask("A", cpuNode * Stage.CPUS + 1);
        start(bound, NODE_PAGES * boundPercent / 100);
        start(free, NODE_PAGES * freePercent / 100);
        stage.machine.runAll();
        return stage.history();
    }

    private static void start(Task task, long pages) {
        task.startTouch(task.mapAnonymous("m", pages * Stage.PAGE_BYTES), pages * Stage.PAGE_BYTES, true, false);
    }

    @Property(tries = 60)
    void nodesUnderPressureAreLeftAlone(
            @ForAll @IntRange(min = 2, max = 4) int nodes, @ForAll boolean generations, @ForAll boolean perCpuLists,
            @ForAll @IntRange(max = 1) int cpuNode, @ForAll @IntRange(min = 40, max = 100) int cachePercent,
            @ForAll @IntRange(min = 10, max = 90) int boundPercent,
            @ForAll @IntRange(min = 10, max = 120) int freePercent) {
        PASSES_BY.check(run(KernelVersion.V6_18, nodes, generations, perCpuLists, cpuNode, cachePercent, boundPercent,
                freePercent));
    }

    @Example
    void anOlderKernelIsCaught() {
        History older = run(KernelVersion.V6_12, 2, false, true, 0, 90, 60, 60);
        assertThrows(AssertionError.class, () -> PASSES_BY.check(older));
        History same = run(KernelVersion.V6_18, 2, false, true, 0, 90, 60, 60);
        PASSES_BY.check(same);
        assertTrue(same.all(Event.KswapdWoke.class).findAny().isPresent());
    }
}
