package io.numalab.reclaim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.mapping.GroupLedger;
import io.numalab.spi.ReclaimOrder;
import io.numalab.stat.EngineWork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a reclaim looks at depends on what it is to free, not on how many pages there are. */
class ReclaimWorkTest {
    private static EngineWork work(ReclaimBench bench, Runnable code) {
        EngineWork before = bench.context().memory().work();
        code.run();
        return bench.context().memory().work().since(before);
    }

    private static void finish(SyncReclaim reclaim) {
        while (!reclaim.resume(reclaim.dueNanos())) {
            assertTrue(reclaim.dueNanos() >= 0);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2000, 200_000})
    void shouldMeetNoMoreThanTwoBatchesInACallOfNodeReclaim(int pages) {
        ReclaimBench bench = new ReclaimBench(1, 1024);
        bench.addFilePages(0, pages);
        SyncReclaim reclaim = new SyncReclaim(bench.context(), "task-A");
        for (int call = 0; call < 20; call++) {
            EngineWork work = work(bench, () -> {
                bench.node(0).reclaimLocked = true;
                reclaim.beginNode(bench.node(0), ReclaimOrder.ofZoneReclaimMode(1),
                        ReclaimBench.USER_CLASS, 32, 0, 0);
                finish(reclaim);
            });
            assertEquals(1, work.reclaims());
            assertTrue(work.batches() <= 2 && work.pagesMet() <= 64 && work.listSlots() <= 128 && work.pagesMoved() == 0
                    && work.packedPages() == 0, work.toString());
        }
        bench.context().memory().validate();
    }

    @ParameterizedTest
    @ValueSource(ints = {2000, 200_000})
    void shouldKnowHowMuchOfAListIsThatOfAGroup(int pages) {
        ReclaimBench bench = new ReclaimBench(1, 1024);
        bench.addFilePages(0, pages);
        GroupLedger ledger = bench.context().residency().ensureLedger();
        int group = ledger.addGroup();
        bench.context().residency().chargeTo(group);
        bench.addFilePages(0, 1000);
        ScanControl control = new ScanControl("task-A", false, bench.context().memory());
        control.begin(ReclaimBench.USER_CLASS, 0, 32, 0);
        control.group = group;
        long[] quotas = new long[4];
        EngineWork work = work(bench, () -> ScanBalance.quotas(bench.node(0), control, bench.context(), 60, quotas));
        assertEquals(1000, quotas[2]);
        assertEquals(0, work.listSlots(), work.toString());
        bench.context().residency().validate();
    }
}
