package io.numalab.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.HeapBytes;
import io.numalab.topology.MachineSpec;
import io.numalab.topology.Price;
import io.numalab.topology.Prices;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Latency by nodes and by load, and the limits of bandwidth. */
class AccessCostsTest {
    private static final long GIB = 1L << 30;
    private static final long MICROSECOND = 1000;

    // Two sockets of two nodes each, and a memory expander at the first.
    private static final MachineSpec SPEC = MachineSpec.builder()
            .node(GIB, 0).node(GIB, 1).node(GIB, 2).node(GIB, 3).cpulessNode(GIB)
            .distances(new int[][] {
                {10, 12, 32, 32, 50}, {12, 10, 32, 32, 50}, {32, 32, 10, 12, 60}, {32, 32, 12, 10, 60},
                {255, 255, 255, 255, 10}
            }).build();

    private static Prices prices() {
        return Prices.hardware().with(Price.BANDWIDTH, 100_000).with(Price.BANDWIDTH_CPULESS, 20_000)
                .with(Price.BANDWIDTH_REMOTE, 40_000);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 81", "0, 1, 88", "1, 0, 88", "0, 2, 141", "3, 1, 141", "0, 4, 279", "2, 4, 364"})
    void shouldPriceAnIdleAccessByWhereTheNodesAre(int from, int to, long nanos) {
        AccessCosts costs = new AccessCosts(SPEC, prices().with("ACCESS.2.4", 364));
        assertEquals(nanos * 1000, costs.line(from, to, 0));
    }

    @Test
    void shouldRefuseAPriceOfANodeThatDoesNotExist() {
        String message = assertThrows(IllegalArgumentException.class,
                () -> new AccessCosts(SPEC, prices().with("ACCESS.0.5", 1))).getMessage();
        assertEquals("price ACCESS.0.5: node 5: expected 0 to 4", message);
    }

    // Streams of equal tasks, each asking for its next page when the last one is through. MB/s.
    private static double rate(AccessCosts costs, int tasks, int from, int to) {
        long[] nextPicos = new long[tasks];
        long pages = 0;
        long endPicos = 20_000 * MICROSECOND * 1000;
        while (true) {
            int first = 0;
            for (int i = 1; i < tasks; i++) {
                first = nextPicos[i] < nextPicos[first] ? i : first;
            }
            if (nextPicos[first] >= endPicos) {
                return pages * 4096e6 / endPicos;
            }
            nextPicos[first] += costs.page(from, to, nextPicos[first] / 1000);
            pages++;
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 100000", "0, 1, 100000", "0, 2, 40000", "0, 4, 20000"})
    void shouldNotGiveMoreThanTheBandwidth(int from, int to, double megabytesPerSecond) {
        AccessCosts costs = new AccessCosts(SPEC, prices());
        assertEquals(megabytesPerSecond, rate(costs, 64, from, to), megabytesPerSecond * 0.01);
        AccessCosts limited = new AccessCosts(SPEC, prices().with("BANDWIDTH." + to, 5000));
        assertEquals(5000, rate(limited, 64, from, to), 50);
    }

    @Test
    void shouldLetALoneStreamRunAtTheSpeedOfACore() {
        assertEquals(4096e3 / (64 * 81 / 12.0), rate(new AccessCosts(SPEC, prices()), 1, 0, 0), 10);
    }

    @Test
    void shouldGiveAsMuchAsIsAskedForWithoutALimit() {
        AccessCosts costs = new AccessCosts(SPEC, prices().with(Price.BANDWIDTH, 0));
        assertEquals(64 * 4096e3 / (64 * 81 / 12.0), rate(costs, 64, 0, 0), 1000);
    }

    @Test
    void shouldMakeAccessesSlowerTheMoreTheNodeHasToDoAndRecover() {
        long before = 0;
        for (int tasks : new int[] {1, 4, 8, 16, 64}) {
            AccessCosts costs = new AccessCosts(SPEC, prices());
            rate(costs, tasks, 0, 0);
            long loaded = costs.line(1, 0, 20_000 * MICROSECOND);
            assertTrue(loaded >= before, tasks + " tasks: " + loaded + " after " + before);
            assertTrue(loaded >= 88_000 && loaded <= 88_000 * 2.89 + 1, tasks + " tasks: " + loaded);
            assertEquals(88_000, costs.line(0, 1, 20_000 * MICROSECOND), "an idle node");
            before = loaded;
        }
        AccessCosts costs = new AccessCosts(SPEC, prices());
        rate(costs, 64, 0, 0);
        assertTrue(costs.line(0, 0, 20_000 * MICROSECOND) > 2 * 81_000);
        assertEquals(81_000, costs.line(0, 0, 40_000 * MICROSECOND));
    }

    @Test
    void shouldAllocateNothing() {
        AccessCosts costs = new AccessCosts(SPEC, prices());
        rate(costs, 4, 0, 0);
        long bytes = HeapBytes.least(3, () -> {
            for (int i = 0; i < 100_000; i++) {
                costs.line(0, 2, 20_000 * MICROSECOND + i * 100L);
                costs.page(0, 4, 20_000 * MICROSECOND + i * 100L);
            }
        });
        assertEquals(0, bytes);
    }
}
