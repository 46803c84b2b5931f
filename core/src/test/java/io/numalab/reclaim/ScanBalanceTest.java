package io.numalab.reclaim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.mapping.SwapArea;
import io.numalab.memory.Node;
import io.numalab.stat.NodeGauge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is scanned, by the formulas of linux-model 10.2 and 10.3. */
class ScanBalanceTest {
    private static final int SWAPPINESS = 60;

    private static ReclaimBench bench(int inactiveAnon, int activeAnon, int inactiveFile, int activeFile) {
        ReclaimBench bench = new ReclaimBench(1, 64);
        bench.addToList(0, 0, inactiveAnon);
        bench.addToList(0, 1, activeAnon);
        bench.addToList(0, 2, inactiveFile);
        bench.addToList(0, 3, activeFile);
        return bench;
    }

    private static long[] quotas(ReclaimBench bench, int priority, int swappiness) {
        ScanControl control = new ScanControl("task-A", false, bench.context().memory());
        control.begin(ReclaimBench.USER_CLASS, priority, 32, 0);
        ScanBalance.prepare(bench.node(0), control);
        long[] quotas = new long[4];
        ScanBalance.quotas(bench.node(0), control, bench.context(), swappiness, quotas);
        return quotas;
    }

    private static ReclaimBench swapping(ReclaimBench bench) {
        bench.context().residency().setSwap(new SwapArea(1000));
        return bench;
    }

    @ParameterizedTest
    @CsvSource({"1000, 1000, false", "1000, 1001, true", "131072, 131071, false", "131071, 131072, true",
        "65536, 196608, false", "65535, 196609, true", "104858, 419430, false", "104857, 419431, true"})
    void shouldWantOneInactivePageForEachActiveOneAndFewerOnLargeNodes(int inactive, int active, boolean low) {
        ReclaimBench bench = new ReclaimBench(1, 2200);
        bench.addToList(0, 2, inactive);
        bench.addToList(0, 3, active);
        assertEquals(low, ScanBalance.inactiveIsLow(bench.node(0), 2));
        assertFalse(ScanBalance.inactiveIsLow(bench.node(0), 0));
    }

    @Test
    void shouldScanFilePagesOnlyWithoutSwap() {
        assertArrayEquals(new long[] {0, 0, 1000 >> 4, 2000 >> 4}, quotas(bench(3000, 100, 1000, 2000), 4, SWAPPINESS));
        assertArrayEquals(new long[] {0, 0, 1000, 2000}, quotas(bench(3000, 100, 1000, 2000), 0, SWAPPINESS));
    }

    @Test
    void shouldTrimACacheThatNobodyReadsTwiceFirst() {
        ReclaimBench bench = swapping(bench(3000, 100, 2000, 1000));
        assertArrayEquals(new long[] {0, 0, 2000 >> 4, 1000 >> 4}, quotas(bench, 4, SWAPPINESS));
        bench.node(0).add(NodeGauge.WORKINGSET_ACTIVATE_FILE, 1);
        assertTrue(quotas(bench, 4, SWAPPINESS)[0] > 0, "but not after a workingset activation");
        ScanBalance.snapshotActivations(bench.node(0));
        assertEquals(0, quotas(bench, 4, SWAPPINESS)[0]);
    }

    @Test
    void shouldShareByCostAndSwappiness() {
        ReclaimBench bench = swapping(bench(1600, 320, 960, 1920));
        assertArrayEquals(new long[] {100 * 60 / 200, 20 * 60 / 200, 60 * 140 / 200, 120 * 140 / 200},
                quotas(bench, 4, SWAPPINESS));
        Node node = bench.node(0);
        node.anonCost = 300;
        node.fileCost = 100;
        // total 400: anon 700, file 500, together 1200.
        long anon = 60 * 1201 / 701;
        long file = 140 * 1201 / 501;
        assertArrayEquals(new long[] {100 * anon / (anon + file), 20 * anon / (anon + file),
            60 * file / (anon + file), 120 * file / (anon + file)}, quotas(bench, 4, SWAPPINESS));
        assertArrayEquals(new long[] {0, 0, 60, 120}, quotas(bench, 4, 0));
    }

    @Test
    void shouldScanEverythingAtTheLastPriority() {
        assertArrayEquals(new long[] {1600, 320, 960, 1920},
                quotas(swapping(bench(1600, 320, 960, 1920)), 0, SWAPPINESS));
    }

    @Test
    void shouldTakeAnonymousPagesIfHardlyAnyFilePagesAreLeft() {
        ReclaimBench bench = swapping(bench(3000, 100, 20, 30));
        bench.useAllBut(0, 10);
        while (bench.node(0).freePages() > 60) {
            bench.context().memory().perCpuLists().takeBlock(bench.node(0).zone(0), 0);
        }
        assertArrayEquals(new long[] {3000 >> 4, 100 >> 4, 0, 0}, quotas(bench, 4, SWAPPINESS));
    }
}
