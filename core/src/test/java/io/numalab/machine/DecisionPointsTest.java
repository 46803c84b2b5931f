package io.numalab.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.spi.AccessView;
import io.numalab.spi.Aftermath;
import io.numalab.spi.AllocationPolicy;
import io.numalab.spi.BackgroundRequests;
import io.numalab.spi.Capability;
import io.numalab.spi.MachineView;
import io.numalab.spi.NodeMask;
import io.numalab.spi.PageView;
import io.numalab.spi.Placement;
import io.numalab.spi.PlacementQuery;
import io.numalab.spi.Policies;
import io.numalab.spi.PolicyException;
import io.numalab.spi.PolicySpec;
import io.numalab.spi.PressureView;
import io.numalab.spi.ReclaimOrder;
import io.numalab.spi.ReclaimedView;
import io.numalab.spi.SweepView;
import io.numalab.spi.Verdict;
import io.numalab.spi.WatermarkLevel;
import io.numalab.spi.ZoneType;
import io.numalab.stat.NodeGauge;
import io.numalab.stat.VmEvent;
import io.numalab.topology.KernelVersion;
import io.numalab.topology.MachineSpec;
import io.numalab.topology.NodeSpec;
import io.numalab.topology.Price;
import io.numalab.topology.Prices;
import io.numalab.topology.ZoneSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The decision points of a policy outside the common walk: ticks, hint faults, pages, sweeps; and its parameters. */
class DecisionPointsTest {
    private static final long PAGE_BYTES = 4096;
    private static final long NODE_BYTES = 16L << 20;
    private static final int NODE_PAGES = (int) (NODE_BYTES / PAGE_BYTES);
    private static final PolicySpec TEST = PolicySpec.of("test");

    private Machine machine;

    @AfterEach
    void validate() {
        machine.validate();
    }

    private static Machine.Builder twoNodes(KernelVersion kernel, Policies policies) {
        List<NodeSpec> nodes = List.of(
                new NodeSpec(0, List.of(0), List.of(new ZoneSpec(ZoneType.NORMAL, 1 << 20, NODE_PAGES))),
                new NodeSpec(1, List.of(1), List.of(new ZoneSpec(ZoneType.NORMAL, 1 << 21, NODE_PAGES))));
        MachineSpec spec = MachineSpec.of(nodes, new int[][] {{10, 20}, {20, 10}}, kernel, 0, 30);
        return Machine.builder(spec).policies(policies).generations(false);
    }

    private Task touched(int pages) {
        Task task = machine.newTask("A", 0);
        Mapping mapping = task.mapAnonymous("h", pages * PAGE_BYTES);
        task.startTouch(mapping, pages * PAGE_BYTES, true, false);
        machine.run(task);
        return task;
    }

    private static long onNode(Mapping mapping, int nid) {
        return LongStream.range(0, mapping.pages()).filter(page -> mapping.nodeAt(page) == nid).count();
    }

    private static AllocationPolicy ticking(BiConsumer<MachineView, BackgroundRequests> tick) {
        return new AllocationPolicy() {
            @Override
            public void tick(MachineView view, BackgroundRequests requests) {
                tick.accept(view, requests);
            }
        };
    }

    @Test
    void shouldLookAtNoMoreThanTwiceTheCacheAndThenTakeWhatItPassed() {
        List<Long> scanned = new ArrayList<>();
        Verdict cold = Verdict.reclaim(ReclaimOrder.coldCache(32, 0));
        AllocationPolicy policy = new AllocationPolicy() {
            @Override
            public Verdict belowWatermark(PressureView view) {
                boolean may = view.blocking() && !view.inReclaim() && !view.reclaimBusy() && view.nid() == 0;
                return may && view.reclaimableFilePages(false, false) > 0 ? cold : Verdict.SKIP;
            }

            @Override
            public Aftermath afterReclaim(ReclaimedView view) {
                assertEquals(32, view.reclaimedPages());
                scanned.add(view.scannedPages());
                return Aftermath.RETEST;
            }
        };
        machine = twoNodes(KernelVersion.V6_1,
                TestPolicy.of(policy, Capability.PRESSURE, Capability.AFTER_RECLAIM)).build();
        assertEquals(0, machine.attach(TEST));
        Task reader = machine.newTask("R", 0);
        int cached = NODE_PAGES * 3 / 4;
        reader.startRead(machine.createFile("f", cached * PAGE_BYTES), 0, cached * PAGE_BYTES, 1);
        machine.run(reader);
        touched(NODE_PAGES / 2);
        assertTrue(scanned.size() > 10, scanned.toString());
        assertTrue(scanned.get(0) > cached / 2 && scanned.get(0) <= 2 * cached, scanned.toString());
        assertTrue(scanned.stream().skip(1).limit(10).allMatch(pages -> pages == 32), scanned.toString());
    }

    @Test
    void shouldTickAtItsPeriodForAsLongAsThePolicyIsAttached() {
        List<Long> times = new ArrayList<>();
        machine = twoNodes(KernelVersion.V6_1, TestPolicy.of(
                ticking((view, requests) -> times.add(view.nowNanos())), Capability.TICK)).build();
        machine.sleep(50_000_000);
        assertEquals(0, machine.attach(TEST));
        machine.sleep(300_000_000);
        assertEquals(List.of(150_000_000L, 250_000_000L, 350_000_000L), times);
        assertEquals(0, machine.attach(TEST), "the same again takes the place of the first");
        machine.sleep(100_000_000);
        assertEquals(4, times.size());
        // A timer at the scope of a task ends with it.
        Task task = machine.newTask("A", 0);
        assertEquals(0, task.setPolicy(TEST));
        machine.sleep(100_000_000);
        assertEquals(6, times.size());
        task.exit();
        machine.sleep(100_000_000);
        assertEquals(7, times.size());
    }

    @Test
    void shouldWakeKswapdEarlyFromATick() {
        machine = twoNodes(KernelVersion.V6_1, TestPolicy.of(ticking((view, requests) -> {
            if (view.freePages(0) < view.markPages(0, WatermarkLevel.HIGH)) {
                assertTrue(requests.wakeKswapd(0));
            }
        }), Capability.TICK)).build();
        machine.attach(TEST);
        Task task = machine.newTask("A", 0);
        SimulatedFile file = machine.createFile("f", NODE_BYTES / 2);
        task.startRead(file, 0, NODE_BYTES / 2, 1);
        machine.run(task);
        ZoneState zone = machine.zones().get(0);
        long pages = zone.freePages() - (zone.lowPages() + zone.highPages()) / 2;
        task.startTouch(task.mapAnonymous("h", pages * PAGE_BYTES), pages * PAGE_BYTES, true, false);
        machine.run(task);
        assertTrue(machine.zones().get(0).freePages() > zone.lowPages());
        machine.sleep(200_000_000);
        assertTrue(machine.event(VmEvent.PGSTEAL_KSWAPD) > 0);
        assertTrue(machine.zones().get(0).freePages() > zone.highPages());
    }

    @Test
    void shouldReclaimByTheOrderOfATickAndStopAtItsFloor() {
        long floor = NODE_PAGES / 4;
        machine = twoNodes(KernelVersion.V6_1, TestPolicy.of(ticking((view, requests) ->
                requests.reclaim(0, ReclaimOrder.coldCache(512, floor))), Capability.TICK)).build();
        Task task = machine.newTask("A", 0);
        task.startRead(machine.createFile("f", NODE_BYTES / 2), 0, NODE_BYTES / 2, 1);
        machine.run(task);
        machine.attach(TEST);
        long before = machine.gauge(0, NodeGauge.NR_FILE_PAGES);
        machine.sleep(3_000_000_000L);
        assertTrue(before > 2 * floor - 100, () -> before + " pages");
        assertEquals(floor, machine.gauge(0, NodeGauge.NR_FILE_PAGES), 32);
        assertEquals(0, machine.event(VmEvent.PGSTEAL_KSWAPD));
    }

    @Test
    void shouldTakeColdCacheUnderGenerationsToo() {
        machine = twoNodes(KernelVersion.V6_12, TestPolicy.of(ticking((view, requests) ->
                requests.reclaim(0, ReclaimOrder.coldCache(256, 0))), Capability.TICK)).generations(true).build();
        Task task = machine.newTask("A", 0);
        task.startRead(machine.createFile("f", NODE_BYTES / 2), 0, NODE_BYTES / 2, 1);
        machine.run(task);
        machine.attach(TEST);
        machine.sleep(1_000_000_000L);
        assertTrue(machine.event(VmEvent.PGSTEAL_DIRECT) > 500);
    }

    @Test
    void shouldMigrateThePagesOfItsScopeOnly() {
        machine = twoNodes(KernelVersion.V6_1, TestPolicy.of(ticking((view, requests) ->
                requests.migrate(0, 1, 100)), Capability.TICK)).build();
        Task task = touched(500);
        Mapping other = task.mapAnonymous("g", 100 * PAGE_BYTES);
        task.startTouch(other, 100 * PAGE_BYTES, true, false);
        machine.run(task);
        Mapping mapping = task.mapping("h");
        assertEquals(0, task.bind(mapping, TEST, false));
        long clock = task.clockNanos();
        machine.sleep(250_000_000);
        assertEquals(200, onNode(mapping, 1));
        assertEquals(1, mapping.nodeAt(0), "the first pages go first");
        assertEquals(0, onNode(other, 1));
        assertEquals(clock, task.clockNanos(), "the policy's thread pays");
    }

    @Test
    void shouldDemoteWithoutEvicting() {
        machine = twoNodes(KernelVersion.V6_1, TestPolicy.of(ticking((view, requests) ->
                requests.demote(0, 64)), Capability.TICK)).tiers(0, 1).build();
        Task task = machine.newTask("A", 0);
        task.startRead(machine.createFile("f", NODE_BYTES / 2), 0, NODE_BYTES / 2, 1);
        machine.run(task);
        machine.attach(TEST);
        machine.sleep(150_000_000);
        assertEquals(0, machine.event(VmEvent.PGMIGRATE_SUCCESS), "demotion is off");
        machine.setDemotion(true);
        machine.sleep(1_000_000_000);
        assertTrue(machine.event(VmEvent.PGDEMOTE_DIRECT) >= 64);
        SimulatedFile file = machine.file("f");
        assertEquals(NODE_PAGES / 2, LongStream.range(0, file.pages()).filter(file::resident).count());
    }

    @Test
    void shouldBoundTheRequestsOfATick() {
        List<Boolean> taken = new ArrayList<>();
        machine = twoNodes(KernelVersion.V6_1, TestPolicy.of(ticking((view, requests) -> {
            for (int i = 0; i <= BackgroundRequests.REQUESTS_MAX; i++) {
                taken.add(requests.wakeKswapd(1));
            }
            assertThrows(IllegalArgumentException.class, () -> requests.wakeKswapd(2));
            assertThrows(IllegalArgumentException.class, () -> requests.migrate(0, 1, 1025));
        }), Capability.TICK)).build();
        machine.attach(TEST);
        machine.sleep(100_000_000);
        assertEquals(BackgroundRequests.REQUESTS_MAX, taken.indexOf(false));
    }

    @Test
    void shouldAskAboutHintFaultsThoughBalancingIsOff() {
        List<Integer> lastNodes = new ArrayList<>();
        AllocationPolicy second = new AllocationPolicy() {
            @Override
            public boolean migrates(AccessView view) {
                lastNodes.add(view.lastNode());
                assertFalse(view.wantedByLinux());
                return view.page() % 2 == 0;
            }
        };
        Prices slow = Prices.hardware().with(Price.ACCESS_LOCAL, 20_000).with(Price.ACCESS_REMOTE, 20_000);
        machine = twoNodes(KernelVersion.V6_1, TestPolicy.of(second, Capability.ACCESS)).prices(slow).build();
        Task task = touched(200);
        task.setCpus(1);
        machine.attach(TEST);
        task.startLoop(task.mapping("h"), 3);
        machine.run(task);
        assertEquals(100, onNode(task.mapping("h"), 1));
        assertTrue(lastNodes.contains(-1) && lastNodes.contains(1), lastNodes::toString);
    }

    @Test
    void shouldLetThePolicyChooseForEveryPage() {
        AllocationPolicy striping = new AllocationPolicy() {
            @Override
            public Placement place(PlacementQuery query) {
                return Placement.perPage(Placement.preferred(0), Placement.preferred(1));
            }

            @Override
            public int choose(PageView view) {
                return (int) (view.page() / 10 % view.choices());
            }
        };
        machine = twoNodes(KernelVersion.V6_1,
                TestPolicy.of(striping, Capability.PLACEMENT, Capability.PAGE_PLACEMENT)).build();
        machine.attach(TEST);
        Mapping mapping = touched(100).mapping("h");
        for (int page = 0; page < 100; page++) {
            assertEquals(page / 10 % 2, mapping.nodeAt(page));
        }
    }

    /** Pages 0 to 9 choose the first placement, 10 to 19 the second, in a cpuset of node 1. */
    private Mapping touchedInCpusetOfNode1(Placement... choices) {
        AllocationPolicy striping = new AllocationPolicy() {
            @Override
            public Placement place(PlacementQuery query) {
                return Placement.perPage(choices);
            }

            @Override
            public int choose(PageView view) {
                assertEquals(2, view.choices());
                return (int) (view.page() / 10);
            }
        };
        machine = twoNodes(KernelVersion.V6_1,
                TestPolicy.of(striping, Capability.PLACEMENT, Capability.PAGE_PLACEMENT)).build();
        machine.attach(TEST);
        Group group = machine.newGroup("g");
        group.setCpusetMems(NodeMask.of(1));
        Task task = machine.newTask("A", 0);
        task.join(group);
        Mapping mapping = task.mapAnonymous("h", 20 * 4096);
        task.startTouch(mapping, 20 * 4096, true, false);
        machine.run(task);
        return mapping;
    }

    @Test
    void shouldLeaveThePositionsOfChoicesAloneUnderACpuset() {
        Mapping free = touchedInCpusetOfNode1(Placement.preferred(0), Placement.preferred(1));
        for (int page = 0; page < 20; page++) {
            assertEquals(1, free.nodeAt(page));
        }
        Mapping bound = touchedInCpusetOfNode1(
                Placement.bind(0, NodeMask.of(0)), Placement.bind(1, NodeMask.of(1)));
        assertEquals(-1, bound.nodeAt(0));
    }

    @Test
    void shouldRefuseAPerPagePlacementThatIsNotDeclared() {
        AllocationPolicy undeclared = new AllocationPolicy() {
            @Override
            public Placement place(PlacementQuery query) {
                return Placement.perPage(Placement.preferred(0));
            }
        };
        machine = twoNodes(KernelVersion.V6_1, TestPolicy.of(undeclared, Capability.PLACEMENT)).build();
        machine.attach(TEST);
        String message = assertThrows(PolicyException.class, () -> touched(1)).getMessage();
        assertTrue(message.contains("PAGE_PLACEMENT"), message);
    }

    @Test
    void shouldSweepNodesWithAnAwakeKswapdIfThePolicySaysSo() {
        assertEquals(0, nodeUnderAwakeKswapd(true));
        assertEquals(1, nodeUnderAwakeKswapd(false));
    }

    private int nodeUnderAwakeKswapd(boolean exempt) {
        AllocationPolicy policy = new AllocationPolicy() {
            @Override
            public boolean sweepsBusyNodes(SweepView view) {
                assertEquals(0, view.nid());
                return exempt;
            }
        };
        machine = twoNodes(KernelVersion.V6_18, TestPolicy.of(policy, Capability.SWEEP)).build();
        machine.sysctl("vm.watermark_boost_factor", "0");
        // So far apart that no refill of a per-CPU list leads from above high to below low.
        machine.sysctl("vm.watermark_scale_factor", "1000");
        Task task = machine.newTask("A", 0);
        ZoneState zone = machine.zones().get(0);
        long pages = zone.freePages() - (zone.lowPages() + zone.highPages()) / 2;
        task.startTouch(task.mapAnonymous("f", pages * PAGE_BYTES), pages * PAGE_BYTES, true, false);
        machine.run(task);
        long freePages = machine.zones().get(0).freePages();
        assertTrue(zone.lowPages() < freePages && freePages < zone.highPages(), () -> machine.zones().toString());
        machine.attach(TEST);
        machine.context().kswapd(0).wake(ZoneType.NORMAL.ordinal(), machine.nowNanos());
        assertTrue(machine.context().kswapd(0).awake(), () -> machine.zones().toString());
        Mapping mapping = task.mapAnonymous("h", PAGE_BYTES);
        task.startTouch(mapping, PAGE_BYTES, true, false);
        machine.run(task);
        return mapping.nodeAt(0);
    }

    @Test
    void shouldChangeAParameterDuringARunAsASysctl() {
        List<Long> rates = new ArrayList<>();
        machine = twoNodes(KernelVersion.V6_1, Policies.of(new TestPolicy(Set.of(Capability.PRESSURE),
                (config, context) -> {
                    rates.add(config.integer("rate") * 10 + config.integer("size"));
                    return new AllocationPolicy() {};
                }))).build();
        assertEquals(Errno.NOENT, machine.sysctl("numalab.test.rate", "3"), "nothing is attached");
        machine.attach(PolicySpec.parse("test:size=2"));
        assertEquals(0, machine.sysctl("numalab.test.rate", "3"));
        assertEquals(List.of(12L, 32L), rates);
        assertEquals("test:rate=3,size=2", machine.attached().get(0).toString());
        assertThrows(PolicyException.class, () -> machine.sysctl("numalab.test.size", "3"));
        assertThrows(PolicyException.class, () -> machine.sysctl("numalab.test.rate", "10"));
        assertThrows(PolicyException.class, () -> machine.sysctl("numalab.test.rat", "1"));
        assertEquals("test:rate=3,size=2", machine.attached().get(0).toString());
    }

    /** Counts its ticks, and takes the count along to a fork. */
    private static final class Counting implements AllocationPolicy {
        private int ticks;

        @Override
        public void tick(MachineView view, BackgroundRequests requests) {
            ticks++;
        }

        @Override
        public void copyState(AllocationPolicy original) {
            ticks = ((Counting) original).ticks;
        }
    }

    @Test
    void shouldTakeTimersAndWhatAPolicyHasLearntToAFork() {
        List<Counting> made = new ArrayList<>();
        machine = twoNodes(KernelVersion.V6_1, Policies.of(new TestPolicy(Set.of(Capability.TICK),
                (config, context) -> {
                    made.add(new Counting());
                    return made.get(made.size() - 1);
                }))).build();
        machine.attach(TEST);
        machine.sleep(250_000_000);
        Machine fork = machine.fork();
        fork.sleep(100_000_000);
        assertEquals(2, made.get(0).ticks);
        assertEquals(3, made.get(1).ticks);
        fork.validate();
    }
}
