package io.numalab.tck;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.numalab.memory.PageFlags;
import io.numalab.spi.GfpFlags;
import io.numalab.spi.NodeMask;
import io.numalab.spi.PageKind;
import io.numalab.spi.Policies;
import io.numalab.spi.PolicyRule;
import io.numalab.spi.ReclaimOrder;
import io.numalab.spi.Verdict;
import io.numalab.stat.NodeGauge;
import io.numalab.stat.NumaEvent;
import io.numalab.stat.VmEvent;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/**
 * Every rule must fail on a run that breaks it: on the run of a saboteur policy where a policy can do that much harm,
 * else on an honest run whose record was tampered with.
 */
class PlantedFaultsTest {
    private static final int COURSES = 60;
    private static final ReclaimOrder LINUX = ReclaimOrder.ofZoneReclaimMode(1);

    private Set<Rule> judges = Set.of();

    @BeforeEach
    void readWhatIsBroken(TestInfo test) {
        Breaks breaks = test.getTestMethod().orElseThrow().getAnnotation(Breaks.class);
        judges = breaks == null ? Set.of() : Set.copyOf(RunRules.JUDGES.get(breaks.value()));
    }

    private void expect(Rule rule) {
        assertTrue(judges.isEmpty() || judges.contains(rule),
                () -> rule + " does not judge what the test says it breaks");
    }

    private void catches(Rule rule, UnaryOperator<History> fault) {
        expect(rule);
        for (int number = 0; number < COURSES; number++) {
            History history = Courses.numbered(number, Policies.load());
            rule.check(history);
            History tampered;
            try {
                tampered = fault.apply(history);
            } catch (IllegalArgumentException notHere) {
                continue;
            }
            assertThrows(AssertionError.class, () -> rule.check(tampered), rule::toString);
            return;
        }
        fail("no course to plant the fault in: " + rule);
    }

    private void catches(Rule rule, Policies saboteurs) {
        expect(rule);
        for (int number = 0; number < COURSES; number++) {
            try {
                rule.check(Courses.numbered(number, saboteurs));
            } catch (AssertionError caught) {
                return;
            } catch (Recorder.TooLong thrashing) {
                // So much harm that the course hardly ends; another one will do.
                continue;
            }
        }
        fail("not caught: " + rule);
    }

    private static UnaryOperator<Event.Granted> misplaced() {
        return page -> page.on(page.nid() == 0 ? 1 : 0);
    }

    private static boolean hasTwoNodes(History history) {
        return history.layout().spec().memoryNodes().containsAll(NodeMask.of(0, 1));
    }

    private static History twoNodes(History history) {
        if (!hasTwoNodes(history)) {
            throw new IllegalArgumentException("one node");
        }
        return history;
    }

    @Test
    @Breaks(PolicyRule.CONSERVATION)
    void shouldCatchAPageThatVanished() {
        catches(CountRules.CONSERVATION, history -> history.with(
                history.ending().with(VmEvent.PGFREE, history.ending().counter(VmEvent.PGFREE) + 1)));
    }

    @Test
    @Breaks(PolicyRule.CONSERVATION)
    void shouldCatchAPageThatIsOwnedButNotListed() {
        catches(CountRules.CONSERVATION,
                history -> history.with(history.ending().with(0, NodeGauge.NR_ANON_PAGES, 1)));
        catches(CountRules.CONSERVATION,
                history -> servedAll(history).with(history.ending().with(0, NodeGauge.NR_PAGE_TABLE_PAGES, 1)));
    }

    private static History servedAll(History history) {
        if (history.all(Event.Refused.class).findAny().isPresent()) {
            throw new IllegalArgumentException("a request got nothing");
        }
        return history;
    }

    @Test
    @Breaks(PolicyRule.STRICT)
    void shouldCatchABindThatFallsBack() {
        catches(PlacementRules.BIND, Saboteur.leakyMembind());
    }

    @Test
    @Breaks(PolicyRule.CPUSET)
    void shouldCatchAPageOutsideTheCpuset() {
        catches(PlacementRules.CPUSET, history -> history.tampered(Event.Granted.class,
                page -> page.kind() == PageKind.ANON && page.intent().cpuset() != null
                        && !page.intent().cpuset().contains(page.nid() == 0 ? 1 : 0), misplaced()));
    }

    @Test
    void shouldCatchAPageOutsideTheCpusetOfAnIgnoredMask() {
        catches(LinuxPlacementRules.BIND_OUTSIDE_CPUSET, history -> history.tampered(Event.Granted.class,
                page -> page.intent().maskIgnored() && !page.intent().cpuset().contains(page.nid() == 0 ? 1 : 0),
                misplaced()));
    }

    @Test
    @Breaks(PolicyRule.THIS_NODE)
    void shouldCatchAThisNodeRequestThatFallsBackOrKills() {
        catches(PlacementRules.THIS_NODE, history -> history.tampered(Event.Granted.class,
                page -> page.intent().form() == Intent.Form.THIS_NODE, misplaced()));
        Intent thisNode = new Intent(Intent.Form.THIS_NODE, NodeMask.of(0), false, null, 0, 0);
        catches(PlacementRules.THIS_NODE, history -> history.with(new Event.Killed("task-A", thisNode, "B")));
        catches(PlacementRules.THIS_NODE,
                history -> history.with(new Event.Evicted("task-A", thisNode, "direct", 1, 0)));
    }

    @Test
    void shouldCatchADefaultPageThatLeavesARoomyNode() {
        // The record says default; the pages are those of an interleaving.
        UnaryOperator<History> mislabelled = history -> twoNodes(history).tampered(Event.Granted.class,
                page -> page.intent().form() == Intent.Form.OTHER && page.intent().cpuset() == null
                        && page.kind() == PageKind.ANON && page.nid() != page.intent().cpuNode()
                        && (page.lastWalk().gfp() & GfpFlags.WRITE) == 0
                        && history.layout().nodePasses(page.intent().cpuNode(), page.lastWalk().level(),
                                Layout.zoneClass(page.kind()), page.free()),
                page -> page.as(new Intent(Intent.Form.LOCAL, null, false, null, page.intent().cpuNode(), 0)));
        catches(LinuxPlacementRules.LOCAL_UNTIL_LOW, mislabelled);
        catches(LinuxPlacementRules.ZONELIST_ORDER, mislabelled);
    }

    @Test
    @Breaks(PolicyRule.WATERMARKS)
    void shouldCatchAGrantBelowTheMark() {
        catches(PlacementRules.MARKS, history -> history.tampered(Event.Granted.class, page -> true,
                page -> page.leaving(new int[history.layout().zones().size()])));
    }

    @Test
    void shouldCatchAPreferredManyThatLeavesRoomyNodes() {
        catches(LinuxPlacementRules.PREFERRED_MANY, Saboteur.hastyPreferredMany());
    }

    @Test
    void shouldCatchABoundTaskThatMisses() {
        History bound = BoundProperties.anonymousPages(Machines.equal(2, 8), "membind:0", 20, 1);
        LinuxPlacementRules.BOUND_NEVER_MISSES.check(bound);
        History missed = bound.with(bound.ending().with(0, NumaEvent.NUMA_MISS, 1));
        assertThrows(AssertionError.class, () -> LinuxPlacementRules.BOUND_NEVER_MISSES.check(missed));
    }

    @Test
    @Breaks(PolicyRule.LOWMEM)
    void shouldCatchAUserPageInTheReserve() {
        catches(PlacementRules.LOWMEM, history -> history.tampered(Event.Granted.class,
                page -> page.kind() == PageKind.ANON && page.zone() == io.numalab.spi.ZoneType.DMA32,
                page -> page.leaving(new int[history.layout().zones().size()])));
    }

    @Test
    void shouldCatchReclaimWhileThereIsRoom() {
        History calm = BoundProperties.anonymousPages(Machines.equal(2, 8), "", 20, 1);
        assertTrue(LinuxReclaimRules.CALM.check(calm) > 0);
        assertThrows(AssertionError.class,
                () -> LinuxReclaimRules.CALM.check(calm.with(calm.ending().with(VmEvent.PAGEOUTRUN, 1))));
        assertThrows(AssertionError.class, () -> LinuxReclaimRules.CALM.check(calm.with(new Event.KswapdWoke(0))));
    }

    @Test
    void shouldCatchAZoneReclaimThatIgnoresItsGates() {
        catches(LinuxReclaimRules.OWN_NODE, Saboteur.zoneReclaim(LINUX, false));
        catches(LinuxReclaimRules.GATE, Saboteur.zoneReclaim(LINUX, false));
    }

    @Test
    void shouldCatchAZoneReclaimThatUnmapsAndWrites() {
        catches(LinuxReclaimRules.CLEAN_CACHE, Saboteur.zoneReclaim(ReclaimOrder.ofZoneReclaimMode(7), true));
    }

    @Test
    void shouldCatchAZoneReclaimWithAnotherTarget() {
        ReclaimOrder greedy = new ReclaimOrder(false, false, true, 64, 0, ReclaimOrder.Victims.ANY);
        History history = BoundProperties.cleanCache(32, 90, 1, Saboteur.zoneReclaim(greedy, true));
        assertThrows(AssertionError.class, () -> LinuxReclaimRules.CLUSTER.check(history));
    }

    @Test
    @Breaks(PolicyRule.ORDERS)
    void shouldCatchAReclaimBeyondItsOrder() {
        for (int flag : new int[] {PageFlags.DIRTY, PageFlags.MAPPED}) {
            catches(ReclaimRules.ORDERS, history -> history.tampered(Event.Evicted.class,
                    page -> page.cause().equals("node_reclaim") && allOrders(history, page.who()).equals(Set.of(LINUX)),
                    page -> page.with(flag)));
        }
    }

    private static Set<ReclaimOrder> allOrders(History history, String who) {
        return history.all(Event.Pressed.class).filter(asked -> asked.who().equals(who))
                .map(asked -> asked.answer().order()).filter(Objects::nonNull).collect(Collectors.toSet());
    }

    @Test
    @Breaks(PolicyRule.RECLAIM_CONTEXT)
    void shouldCatchReclaimByWhoMayNotWait() {
        catches(ReclaimRules.BLOCKING, history -> history.tampered(Event.ReclaimBegan.class, began -> true,
                began -> new Event.ReclaimBegan(
                        began.who(), began.intent(), GfpFlags.ATOMIC, began.cause(), began.nid())));
    }

    @Test
    @Breaks(PolicyRule.RECLAIM_CONTEXT)
    void shouldCatchTwoReclaimersOnOneNode() {
        catches(ReclaimRules.ONE_AT_A_TIME, history -> history.with(
                        new Event.ReclaimBegan("task-A", Intent.NONE, GfpFlags.KERNEL, "node_reclaim", 0))
                .with(new Event.ReclaimBegan("task-B", Intent.NONE, GfpFlags.KERNEL, "node_reclaim", 0)));
        catches(ReclaimRules.ONE_AT_A_TIME, history -> history.with(
                        new Event.ReclaimBegan("task-A", Intent.NONE, GfpFlags.KERNEL, "node_reclaim", 0))
                .with(new Event.Pressed("task-B", Intent.NONE, 0, 100, 0, Verdict.reclaim(LINUX))));
    }

    @Test
    @Breaks(PolicyRule.CONFINED)
    void shouldCatchDirectReclaimElsewhere() {
        catches(ReclaimRules.CONFINED, history -> history.tampered(Event.Evicted.class,
                page -> page.cause().equals("direct") && page.intent().form() == Intent.Form.BIND
                        && !page.intent().nodes().contains(page.nid() + 1), page -> page.on(page.nid() + 1)));
    }

    @Test
    @Breaks(PolicyRule.NO_SWAP)
    void shouldCatchSwappingWithoutSwap() {
        catches(ReclaimRules.NO_SWAP, history -> withoutSwap(history).tampered(Event.Evicted.class, page -> true,
                page -> page.with(PageFlags.SWAP_BACKED)));
        catches(ReclaimRules.NO_SWAP, history -> history.with(
                withoutSwap(history).ending().with(VmEvent.PSWPOUT, 1)));
    }

    private static History withoutSwap(History history) {
        if (history.swap()) {
            throw new IllegalArgumentException("has swap");
        }
        return history;
    }

    @Test
    @Breaks(PolicyRule.KSWAPD)
    void shouldCatchAKswapdElsewhereOrAsleepTooSoon() {
        catches(KswapdRules.OWN_NODE, history -> history.tampered(Event.Evicted.class,
                page -> page.cause().equals("kswapd"), page -> page.on(page.nid() + 1)));
        catches(KswapdRules.OWN_NODE, history -> history.tampered(Event.KswapdSlept.class,
                slept -> history.all(Event.ReclaimEnded.class).noneMatch(ended -> ended.reclaimedPages() == 0),
                slept -> new Event.KswapdSlept(slept.nid(), new int[history.layout().zones().size()])));
    }

    @Test
    @Breaks(PolicyRule.NUMASTAT)
    void shouldCatchAPageCountedTwice() {
        catches(CountRules.NUMASTAT, history -> history.with(history.ending().with(0, NumaEvent.NUMA_HIT, 1)));
        catches(CountRules.NUMASTAT, history -> history.with(history.ending().with(0, NumaEvent.NUMA_FOREIGN, 1)));
        catches(CountRules.NUMASTAT, history -> history.with(history.ending().with(0, NumaEvent.OTHER_NODE, 1)));
    }
}
