package io.numalab.scenario.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.numalab.scenario.trace.TraceEvent.Kind;
import io.numalab.spi.GfpFlags;
import org.junit.jupiter.api.Test;

/** Every text form that tracing tools are known to write. */
class KmemLineTest {

    private static TraceEvent parse(String line) {
        return KmemLine.parse(line, 7, "t.txt");
    }

    private static TraceEvent allocated(String task, int cpu, long nanos, long pfn, int order, int gfp) {
        return new TraceEvent(Kind.ALLOCATED, task, cpu, nanos, pfn, order, gfp, -1, 0);
    }

    @Test
    void shouldReadPerfScript() {
        assertEquals(allocated("my app-6429", 3, 22_498_450_000L, 1_534_487, 0, GfpFlags.KERNEL), parse("my app  6429"
                + " [003]    22.498450:      kmem:mm_page_alloc: page=0x176a17 pfn=1534487 order=0 migratetype=0"
                + " gfp_flags=GFP_KERNEL"));
        assertEquals(allocated("java-12", 0, 5_000_000_001L, 0x99, 2, GfpFlags.KERNEL), parse("java   12/34 [000]"
                + "     5.000000001: kmem:mm_page_alloc: page=0x1 pfn=0x99 order=2 migratetype=0"
                + " gfp_flags=GFP_KERNEL_ACCOUNT|__GFP_ZERO"));
    }

    @Test
    void shouldReadFtraceAndTraceCmd() {
        assertEquals(allocated("<...>-22275", 6, 889_213_383_000L, 970_744, 0, GfpFlags.USER | GfpFlags.HIGHMEM),
                parse("  <...>-22275 [006] ....   889.213383: mm_page_alloc: page=00000000d2be5665 pfn=970744 order=0"
                        + " migratetype=0 nr_free=3650 gfp_flags=GFP_HIGHUSER|__GFP_ZERO"));
        assertEquals(allocated("kworker/0:1-8", 12, 14_540_343_835_000L, 3_174_624, 1, GfpFlags.KERNEL),
                parse("kworker/0:1-8 [012] 14540.343835: mm_page_alloc:        page=0x3070e0 pfn=3174624 order=1"
                        + " migratetype=0 gfp_flags=GFP_KERNEL_ACCOUNT|__GFP_ZERO"));
    }

    @Test
    void shouldReadFunctionGraphCommentsAndBareEvents() {
        assertEquals(allocated("", 1, 1_287_587_105_144_000L, 1_704_824, 0, GfpFlags.HIGHUSER_MOVABLE),
                parse(" 1287587.105144 |   1)               |  /* mm_page_alloc: page=0000000082b1fe73 pfn=1704824"
                        + " order=0 migratetype=1 gfp_flags=GFP_HIGHUSER_MOVABLE|__GFP_ZERO */"));
        assertEquals(allocated("", -1, -1, 0x1d1ac1, 0, GfpFlags.HIGHUSER_MOVABLE), parse("  mm_page_alloc: "
                + " page=0xffffffff981685f3 pfn=0x1d1ac1 order=0 migratetype=1 gfp_flags=0x140cca"));
    }

    @Test
    void shouldTellFailedRequestsFromFrameZero() {
        int thisNode = GfpFlags.HIGHUSER_MOVABLE | GfpFlags.NOWARN | GfpFlags.THISNODE;
        assertEquals(new TraceEvent(Kind.FAILED, "", 24, -1, -1, 9, thisNode, -1, 0), parse("   24)               |  /*"
                + " mm_page_alloc: page=0000000000000000 pfn=0 order=9 migratetype=1"
                + " gfp_flags=GFP_HIGHUSER_MOVABLE|__GFP_NOWARN|__GFP_COMP|__GFP_THISNODE */"));
        assertEquals(Kind.FAILED, parse("kswapd0-1207  [005] ...1   889.213398: mm_page_alloc: page= (null) pfn=0"
                + " order=0 migratetype=1 nr_free=3650 gfp_flags=GFP_NOWAIT|__GFP_HIGHMEM").kind());
    }

    @Test
    void shouldReadFreesReclaimAndLosses() {
        assertEquals(new TraceEvent(Kind.FREED, "terminal-1567", 0, 4_415_246_466_000L, 1_155_800, 0, 0, -1, 0),
                parse("  terminal-1567  [000]  4415.246466: mm_page_free_direct: page=ffffea0003db9f40 pfn=1155800"
                        + " order=0"));
        assertEquals(Kind.FREED_IN_BATCH, parse("a-1 [0] .... 1.5: mm_page_free_batched: page=0x1 pfn=0x5").kind());
        TraceEvent woke = parse("kswapd1-137   [011] .... 66671.873532: mm_vmscan_kswapd_wake: nid=1 order=3");
        assertEquals(1, woke.nid());
        assertEquals(Kind.KSWAPD_WOKE, woke.kind());
        assertEquals(17, parse("-5972    [006] ....  7971.248922: mm_vmscan_direct_reclaim_end: nr_reclaimed=17")
                .count());
        assertEquals(12, parse("CPU:3 [LOST 12 EVENTS]").count());
        assertEquals(40, parse("CPU 2: 40 EVENTS DROPPED").count());
        assertEquals(Kind.LOST, parse("perf 1 [001] 3.2: PERF_RECORD_LOST lost 9").kind());
    }

    @Test
    void shouldSkipWhatIsNoEventOfInterest() {
        assertNull(parse(""));
        assertNull(parse("    ffffffffbe23e32e __alloc_pages_nodemask+0x22e (/lib/vmlinux)"));
        assertNull(parse("# entries-in-buffer/entries-written: 40/40   #P:4"));
        assertNull(parse("a-1 [000] .... 1.5: mm_page_alloc_zone_locked: page=0x1 pfn=5 order=0 migratetype=0"));
        assertNull(parse("a-1 [000] .... 1.5: mm_shrink_slab_start: super_cache_scan+0x0/0x1a0 0: nid: 1"));
        assertNull(parse("a mm_page_alloc without a colon"));
    }

    @Test
    void shouldSayWhereAnEventIsMalformed() {
        complains("t.txt:7:20: expected a number behind pfn=, found \"7q\"", "mm_page_alloc: pfn=7q order=0");
        complains("expected order=VALUE, found", "mm_page_alloc: pfn=7 gfp_flags=GFP_KERNEL");
        complains("t.txt:7:28: expected an order from 0 to 10, found \"11\"", "mm_page_alloc: pfn=7 order=11 x");
        complains("expected flags such as GFP_KERNEL|__GFP_NOWARN, or a number behind 0x, found \"GFP_WHAT\"",
                "mm_page_alloc: pfn=7 order=0 gfp_flags=GFP_WHAT");
        complains("expected a number behind pfn=", "mm_page_free: pfn=999999999999999999999");
    }

    private static void complains(String part, String line) {
        String message = assertThrows(TraceFormatException.class, () -> parse(line)).getMessage();
        assertEquals(true, message.contains(part) && message.startsWith("t.txt:7:"), message);
    }
}
