package io.numalab.reclaim;

import static io.numalab.reclaim.ReclaimBench.USER_CLASS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.memory.PageFlags;
import io.numalab.memory.Zone;
import io.numalab.spi.ReclaimOrder;
import io.numalab.stat.VmEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reclaim in the context of a task: node_reclaim (linux-model 6.5, 6.6) and direct reclaim (9). */
class SyncReclaimTest {
    private static final ReclaimOrder MODE_1 = ReclaimOrder.ofZoneReclaimMode(1);

    private final ReclaimBench bench = new ReclaimBench(2, 15);
    private final SyncReclaim reclaim = new SyncReclaim(bench.context(), "task-A");

    private long nodeReclaim(ReclaimOrder order) {
        bench.node(0).reclaimLocked = true;
        reclaim.beginNode(bench.node(0), order, USER_CLASS, 1, 0, 0);
        finish();
        assertFalse(bench.node(0).reclaimLocked);
        bench.context().memory().validate();
        return reclaim.reclaimedPages();
    }

    private void finish() {
        while (!reclaim.resume(reclaim.dueNanos())) {
            continue;
        }
    }

    // From 1/16 of the list on, until at least one page is gone.
    @ParameterizedTest
    @CsvSource({"3000, 32", "512, 32", "511, 31", "320, 20", "64, 4", "40, 2"})
    void shouldTakeOneClusterOfCleanCache(int cachedPages, int reclaimedPages) {
        bench.addFilePages(0, cachedPages);
        assertEquals(reclaimedPages, nodeReclaim(MODE_1));
        assertEquals(cachedPages - reclaimedPages, bench.node(0).lru().size(2));
    }

    @Test
    void shouldTakeTheOldestPagesFirstCallByCall() {
        bench.addFilePages(0, 1000);
        for (int call = 1; call <= 5; call++) {
            assertEquals(32, nodeReclaim(MODE_1));
            int oldest = bench.node(0).lru().tail(2);
            assertEquals(32 * call, bench.context().memory().frames().index(oldest));
        }
        assertEquals(160, bench.count(VmEvent.PGSTEAL_DIRECT));
        assertEquals(0, bench.count(VmEvent.ALLOCSTALL_MOVABLE));
    }

    @Test
    void shouldFailOnANodeWithLittleCache() {
        bench.addFilePages(0, 38);
        assertEquals(0, nodeReclaim(MODE_1));
        assertEquals(1, bench.count(VmEvent.ZONE_RECLAIM_FAILED));
        assertEquals(0, bench.count(VmEvent.PGSCAN_DIRECT));
    }

    @Test
    void shouldPassOverMappedPagesWithoutTheRightToUnmap() {
        bench.addFilePages(0, 600);
        for (int frame = bench.node(0).lru().tail(2), i = 0; i < 200; i++) {
            bench.context().memory().frames().set(frame, PageFlags.MAPPED);
            frame = bench.node(0).lru().younger(frame);
        }
        // Mapped pages count as looked at and go to the head, so that a call may find none that it can take.
        long reclaimed = nodeReclaim(MODE_1);
        assertTrue(reclaimed > 0 && bench.count(VmEvent.PGSCAN_DIRECT) >= 200, () -> "reclaimed " + reclaimed);
        assertEquals(200, mappedPages());
    }

    private long mappedPages() {
        long mapped = 0;
        for (int frame = bench.node(0).lru().tail(2); frame >= 0; frame = bench.node(0).lru().younger(frame)) {
            mapped += bench.context().memory().frames().has(frame, PageFlags.MAPPED) ? 1 : 0;
        }
        return mapped;
    }

    @Test
    void shouldGiveAPageThatWasTouchedASecondChanceAndThenAnActiveLife() {
        bench.addFilePages(0, 600);
        int touched = bench.node(0).lru().tail(2);
        bench.context().memory().frames().set(touched, PageFlags.YOUNG);
        nodeReclaim(MODE_1);
        assertEquals(2, bench.node(0).lru().listOf(touched), "kept once");
        bench.addFilePages(0, 600);
        bench.context().memory().frames().set(touched, PageFlags.YOUNG);
        while (bench.node(0).lru().size(2) > 0 && bench.node(0).lru().listOf(touched) == 2
                && nodeReclaim(MODE_1) > 0) {
            continue;
        }
        assertEquals(3, bench.node(0).lru().listOf(touched));
    }

    @Test
    void shouldReclaimDirectlyOnAllNodesOfTheWalkAtTheSamePriority() {
        bench.addFilePages(0, 1000);
        bench.addFilePages(1, 1000);
        Zone[] candidates = bench.context().memory().zonelist(0, USER_CLASS, null);
        reclaim.beginDirect(candidates, USER_CLASS, 1, 0, 0);
        finish();
        assertTrue(reclaim.reclaimedPages() >= 32);
        assertEquals(bench.node(0).lru().size(2), bench.node(1).lru().size(2));
        assertEquals(1, bench.count(VmEvent.ALLOCSTALL_MOVABLE));
        bench.context().memory().validate();
    }

    @Test
    void shouldLetTheKswapdOfEveryNodeHopeAgainThatGavePages() {
        bench.addFilePages(1, 3000);
        bench.node(0).kswapdFailures = 16;
        bench.node(1).kswapdFailures = 16;
        Zone[] zones = {bench.context().memory().zone(0), bench.context().memory().zone(1)};
        reclaim.beginDirect(zones, USER_CLASS, 1, 0, 0);
        finish();
        assertTrue(reclaim.reclaimedPages() > 0);
        assertEquals(16, bench.node(0).kswapdFailures, "nothing was reclaimed there");
        assertEquals(0, bench.node(1).kswapdFailures);
    }
}
