package io.numalab.alloc;

import static io.numalab.reclaim.ReclaimBench.USER_CLASS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.memory.Memory;
import io.numalab.memory.PageFlags;
import io.numalab.reclaim.ReclaimBench;
import io.numalab.spi.Aftermath;
import io.numalab.spi.AllocationPolicy;
import io.numalab.spi.Escalation;
import io.numalab.spi.GfpFlags;
import io.numalab.spi.NodeMask;
import io.numalab.spi.PageKind;
import io.numalab.spi.Placement;
import io.numalab.spi.PressureView;
import io.numalab.spi.ReclaimOrder;
import io.numalab.spi.ReclaimedView;
import io.numalab.spi.SlowPathView;
import io.numalab.spi.Verdict;
import io.numalab.spi.WatermarkLevel;
import io.numalab.stat.VmEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One request on its way to a page (linux-model 5 and 7). */
class WalkTest {
    private static final int LOW = WatermarkLevel.LOW.ordinal();
    private static final int MIN = WatermarkLevel.MIN.ordinal();

    private final ReclaimBench bench = new ReclaimBench(2, 15);
    private final Memory memory = bench.context().memory();
    private final Requester requester = new Requester("task-A");
    private NodeMask killedFor;
    private int kills;

    private final MachineFacts facts = new MachineFacts(bench.context());

    private final Walk walk = new Walk(bench.context(), facts, requester, (who, constraint) -> {
        kills++;
        killedFor = constraint;
        return false;
    });

    private int allocate(Placement placement, AllocationPolicy pressure, int gfp) {
        return allocateAsking(Deciders.pressure(pressure), placement, gfp);
    }

    private int allocateAsking(Deciders deciders, Placement placement, int gfp) {
        Routes routes = Routes.of(memory, placement, deciders, GfpFlags.zoneClass(gfp).ordinal(), null);
        int frame = walk.allocate(routes.select(0, requester), gfp, PageKind.ANON);
        while (frame == Walk.BUSY) {
            frame = walk.resume();
        }
        assertFalse(requester.inReclaim);
        if (frame >= 0) {
            memory.frames().assign(frame, 0, 0, PageFlags.KERNEL);
        }
        return frame;
    }

    private int nodeOf(int frame) {
        return memory.zoneOfFrame(frame).nid();
    }

    private int lowOf(int nid) {
        return bench.zone(nid).neededPages(LOW, USER_CLASS);
    }

    @Test
    void shouldLeaveANodeWhenItsFreePagesAreDownToLowAndWakeNobody() {
        bench.useAllBut(0, lowOf(0) + 1);
        assertEquals(0, nodeOf(allocate(Placement.preferred(0), null, GfpFlags.HIGHUSER_MOVABLE)));
        assertEquals(lowOf(0), bench.zone(0).freePages());
        assertEquals(1, nodeOf(allocate(Placement.preferred(0), null, GfpFlags.HIGHUSER_MOVABLE)));
        assertTrue(bench.context().kswapd(0).asleep());
    }

    @Test
    void shouldGoDownToMinAndWakeKswapdWhenNoNodeIsAboveLow() {
        bench.useAllBut(0, lowOf(0));
        bench.useAllBut(1, lowOf(1));
        assertEquals(0, nodeOf(allocate(Placement.preferred(0), null, GfpFlags.HIGHUSER_MOVABLE)));
        assertTrue(bench.context().kswapd(0).awake());
        assertTrue(bench.context().kswapd(1).awake());
    }

    @Test
    void shouldReclaimOnTheNodesOfTheMaskOnlyAndFindAPage() {
        bench.addFilePages(0, 500);
        bench.addFilePages(1, 500);
        bench.useAllBut(0, bench.zone(0).neededPages(MIN, USER_CLASS));
        assertEquals(0, nodeOf(allocate(
                Placement.bind(0, NodeMask.of(0)), null, GfpFlags.HIGHUSER_MOVABLE)));
        assertTrue(bench.node(0).lru().size(2) < 500);
        assertEquals(500, bench.node(1).lru().size(2));
        assertEquals(1, bench.count(VmEvent.ALLOCSTALL_MOVABLE));
        memory.validate();
    }

    @Test
    void shouldFailThisNodeRequestsWithoutKillingOrTouchingOtherNodes() {
        bench.addFilePages(1, 500);
        bench.useAllBut(0, 0);
        int gfp = GfpFlags.KERNEL | GfpFlags.THISNODE;
        assertEquals(Walk.FAILED, allocate(Placement.bind(0, NodeMask.of(0)), null, gfp));
        assertEquals(0, kills);
        assertEquals(500, bench.node(1).lru().size(2));
        assertEquals(1, requester.failedAllocations);
        // The same request without THISNODE kills.
        assertEquals(Walk.FAILED, allocate(Placement.bind(0, NodeMask.of(0)), null, GfpFlags.KERNEL));
        assertEquals(1, kills);
        assertEquals(NodeMask.of(0), killedFor);
    }

    @Test
    void shouldKillWithoutConstraintWhenEveryNodeIsEmpty() {
        bench.useAllBut(0, 0);
        bench.useAllBut(1, 0);
        assertEquals(Walk.FAILED, allocate(Placement.preferred(0), null, GfpFlags.HIGHUSER_MOVABLE));
        assertEquals(1, kills);
        assertNull(killedFor);
    }

    @Test
    void shouldReclaimNothingForRequestsThatMayNotWait() {
        bench.addFilePages(0, 500);
        bench.useAllBut(0, bench.zone(0).neededPages(MIN, USER_CLASS));
        bench.useAllBut(1, bench.zone(1).neededPages(MIN, USER_CLASS));
        int gfp = GfpFlags.HIGHUSER_MOVABLE & ~GfpFlags.DIRECT_RECLAIM;
        assertEquals(Walk.FAILED, allocate(Placement.preferred(0), new Eager(), gfp));
        assertEquals(0, bench.count(VmEvent.PGSCAN_DIRECT));
        assertEquals(0, kills);
        assertTrue(bench.context().kswapd(0).awake());
    }

    /** Wants to reclaim whatever it is asked. */
    private static final class Eager implements AllocationPolicy {
        @Override
        public Verdict belowWatermark(PressureView view) {
            return Verdict.reclaim(ReclaimOrder.ofZoneReclaimMode(1));
        }
    }

    @Test
    void shouldReclaimWhereAPolicyWantsItAndTakeThePageThere() {
        bench.addFilePages(0, 600);
        bench.useAllBut(0, lowOf(0));
        assertEquals(0, nodeOf(allocate(Placement.preferred(0), new Eager(), GfpFlags.HIGHUSER_MOVABLE)));
        assertEquals(600 - 32, bench.node(0).lru().size(2));
        assertTrue(bench.context().kswapd(0).asleep());
        assertTrue(requester.stallNanos > 0);
    }

    @Test
    void shouldServeALoserOfTheLockAsIfReclaimWereOff() {
        bench.addFilePages(0, 600);
        bench.useAllBut(0, lowOf(0));
        bench.node(0).reclaimLocked = true;
        assertEquals(1, nodeOf(allocate(Placement.preferred(0), new Eager(), GfpFlags.HIGHUSER_MOVABLE)));
        assertEquals(600, bench.node(0).lru().size(2));
        assertTrue(bench.node(0).reclaimLocked, "it belongs to somebody else");
    }

    /** As {@link Eager}, with an opinion on what comes after. */
    private static final class Fickle implements AllocationPolicy {
        private final Aftermath aftermath;
        private long reclaimedPages;
        private long elapsedNanos;

        Fickle(Aftermath aftermath) {
            this.aftermath = aftermath;
        }

        @Override
        public Verdict belowWatermark(PressureView view) {
            return view.nid() == 0 ? Verdict.reclaim(ReclaimOrder.ofZoneReclaimMode(1)) : Verdict.SKIP;
        }

        @Override
        public Aftermath afterReclaim(ReclaimedView view) {
            assertFalse(view.inReclaim());
            assertEquals(ReclaimOrder.ofZoneReclaimMode(1), view.reclaimOrder());
            reclaimedPages += view.reclaimedPages();
            elapsedNanos += view.elapsedNanos();
            return aftermath;
        }
    }

    @Test
    void shouldDoAfterAReclaimWhatThePolicySays() {
        bench.addFilePages(0, 600);
        bench.useAllBut(0, lowOf(0));
        Fickle skipping = new Fickle(Aftermath.SKIP);
        Deciders skips = new Deciders(skipping, true, null, null);
        assertEquals(1, nodeOf(allocateAsking(skips, Placement.preferred(0), GfpFlags.HIGHUSER_MOVABLE)));
        assertEquals(32, skipping.reclaimedPages);
        assertEquals(requester.stallNanos, skipping.elapsedNanos);
        bench.useAllBut(0, lowOf(0));
        // The walk ends, and with it the first sweep: the next one goes down to min, on the first node.
        Deciders fails = new Deciders(new Fickle(Aftermath.FAIL), true, null, null);
        assertEquals(0, nodeOf(allocateAsking(fails, Placement.preferred(0), GfpFlags.HIGHUSER_MOVABLE)));
        memory.validate();
    }

    @Test
    void shouldWakeAndReclaimInTheSlowPathAsThePolicySays() {
        bench.addFilePages(0, 500);
        bench.addFilePages(1, 500);
        bench.useAllBut(0, bench.zone(0).neededPages(MIN, USER_CLASS));
        bench.useAllBut(1, bench.zone(1).neededPages(MIN, USER_CLASS));
        List<NodeMask> candidates = new ArrayList<>();
        AllocationPolicy gentle = new AllocationPolicy() {
            @Override
            public Escalation escalate(SlowPathView view) {
                candidates.add(view.candidateNodes());
                return new Escalation(NodeMask.of(1), false);
            }
        };
        Deciders deciders = new Deciders(null, false, null, gentle);
        assertEquals(Walk.FAILED, allocateAsking(deciders, Placement.preferred(0), GfpFlags.HIGHUSER_MOVABLE));
        assertEquals(List.of(NodeMask.of(0, 1)), candidates);
        assertTrue(bench.context().kswapd(0).asleep());
        assertTrue(bench.context().kswapd(1).awake());
        assertEquals(0, bench.count(VmEvent.PGSCAN_DIRECT));
        assertEquals(0, kills);
    }

    @Test
    void shouldWaitOnceAndThenGoOn() {
        bench.useAllBut(0, lowOf(0));
        AllocationPolicy patient = new AllocationPolicy() {
            @Override
            public Verdict belowWatermark(PressureView view) {
                return Verdict.await(1000);
            }
        };
        assertEquals(1, nodeOf(allocate(Placement.preferred(0), patient, GfpFlags.HIGHUSER_MOVABLE)));
        assertEquals(1000, requester.clockNanos);
    }

    @Test
    void shouldAskAgainAfterTheWait() {
        bench.useAllBut(0, lowOf(0));
        int[] asked = {0};
        AllocationPolicy patient = new AllocationPolicy() {
            @Override
            public Verdict belowWatermark(PressureView view) {
                return asked[0]++ == 0 ? Verdict.await(1000) : Verdict.TAKE;
            }
        };
        assertEquals(0, nodeOf(allocate(Placement.preferred(0), patient, GfpFlags.HIGHUSER_MOVABLE)));
        assertEquals(1000, requester.clockNanos);
        assertEquals(2, asked[0]);
    }
}
