package io.numalab.scenario.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.machine.HugePages;
import io.numalab.machine.Machine;
import io.numalab.machine.Mapping;
import io.numalab.machine.Task;
import io.numalab.scenario.trace.TraceEvent.Kind;
import io.numalab.spi.GfpFlags;
import io.numalab.spi.PolicySpec;
import io.numalab.stat.NumaEvent;
import io.numalab.stat.VmEvent;
import io.numalab.topology.MachineSpec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FtraceWriterTest {
    private static final long MIB = 1 << 20;
    private static final int ALL_FLAGS = (1 << 18) - 1;

    private final MachineSpec spec = MachineSpec.builder().node(64 * MIB, 0, 1).node(64 * MIB, 2, 3).build();
    private final StringWriter text = new StringWriter();

    /** Cache beyond a node, node_reclaim, a bind that reclaims, huge pages, a failure, and everything freed again. */
    private Machine played() throws IOException {
        Machine machine = Machine.builder(spec).events(new FtraceWriter(text, spec)).hugePages(HugePages.ALWAYS)
                .build();
        Task filler = machine.newTask("filler", 0);
        filler.startRead(machine.createFile("f", 90 * MIB), 0, 90 * MIB, 1);
        machine.run(filler);
        assertEquals(0, machine.attach(PolicySpec.parse("zone_reclaim:mode=1")));
        Task near = machine.newTask("a-task-with-a-long-name", 1);
        Mapping heap = near.mapAnonymous("heap", 20 * MIB);
        near.startTouch(heap, 20 * MIB, true, false);
        machine.run(near);
        near.unmap(heap);
        Task bound = machine.newTask("bound", 2);
        assertEquals(0, bound.setPolicy(PolicySpec.parse("membind:1")));
        Mapping most = bound.mapAnonymous("most", 50 * MIB);
        bound.startTouch(most, 50 * MIB, true, false);
        machine.run(bound);
        assertTrue(machine.allocateBlock(near, GfpFlags.KERNEL, 3) >= 0);
        bound.exit();
        near.exit();
        machine.validate();
        return machine;
    }

    private Map<Kind, Long> kinds() throws IOException {
        Map<Kind, Long> kinds = new EnumMap<>(Kind.class);
        try (TraceReader reader = reader()) {
            for (TraceEvent event = reader.next(); event != null; event = reader.next()) {
                kinds.merge(event.kind(), 1L, Long::sum);
            }
        }
        return kinds;
    }

    private TraceReader reader() {
        return new TraceReader(
                new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.UTF_8)), "simulated");
    }

    @Test
    void shouldWriteWhatTheCountersCount() throws IOException {
        Machine machine = played();
        Map<Kind, Long> kinds = kinds();
        long served = 0;
        for (int nid = 0; nid < 2; nid++) {
            served += machine.numastat(nid, NumaEvent.NUMA_HIT) + machine.numastat(nid, NumaEvent.NUMA_MISS);
        }
        assertEquals(served, kinds.get(Kind.ALLOCATED));
        assertEquals(machine.event(VmEvent.PGFREE), kinds.get(Kind.FREED));
        assertTrue(kinds.get(Kind.NODE_RECLAIM_ENDED) > 0 && kinds.get(Kind.KSWAPD_WOKE) > 0, kinds.toString());
        assertTrue(text.toString().contains("a-task-with-a-l-"), "names are cut as the kernel cuts them");
    }

    /** The same machine, played from the trace, has put every page on the node that the trace says, and freed all. */
    @Test
    void shouldBeReadBack() throws IOException {
        Machine simulated = played();
        Machine again = Machine.builder(spec).build();
        try (TraceReader reader = reader()) {
            ReplayResult result = new KmemReplay(again, task -> { }).play(reader, lines -> { });
            again.validate();
            long recorded = 0;
            for (int nid = 0; nid < 2; nid++) {
                recorded += Arrays.stream(result.pages()[nid]).sum();
            }
            long served = simulated.event(VmEvent.PGALLOC_DMA) + simulated.event(VmEvent.PGALLOC_DMA32)
                    + simulated.event(VmEvent.PGALLOC_NORMAL) + simulated.event(VmEvent.PGALLOC_MOVABLE);
            assertEquals(served, recorded);
            assertEquals(0, result.unknownFrees());
            assertEquals(0, result.pages()[3][0] + result.pages()[3][1], "a frame of no zone");
            assertEquals(simulated.event(VmEvent.PGFREE), result.frees());
        }
    }

    @Test
    void shouldLookAsTheKernelPrintsIt() throws IOException {
        FtraceWriter writer = new FtraceWriter(text, spec);
        writer.allocated(1_234_567_899L, "task-app", 3, null, GfpFlags.HIGHUSER_MOVABLE, 0, 1, 1, null, 0);
        writer.failed(2_000_000_000L, "task-app", 3, null, GfpFlags.KERNEL | GfpFlags.NOWARN, 2, 1);
        writer.freed(1, 0);
        String pfn = Long.toHexString(spec.node(0).zones().get(0).startPfn());
        assertTrue(text.toString().contains("                app-1000 [003] .....     1.234567: mm_page_alloc: page="),
                text.toString());
        assertTrue(text.toString().contains(" pfn=0x" + pfn
                + " order=0 migratetype=1 gfp_flags=GFP_HIGHUSER_MOVABLE\n"), text.toString());
        assertTrue(text.toString().contains(
                "page=(null) pfn=0x0 order=2 migratetype=0 gfp_flags=GFP_KERNEL|__GFP_NOWARN\n"), text.toString());
        assertTrue(text.toString().contains("                 <...>-0 [001] .....     2.000000: mm_page_free: page="),
                text.toString());
        assertEquals(Map.of(Kind.ALLOCATED, 1L, Kind.FAILED, 1L, Kind.FREED, 1L), kinds());
    }

    @Property(tries = 300)
    void shouldReadItsOwnFlags(@ForAll @IntRange(max = ALL_FLAGS) int gfp) {
        String line = "mm_page_alloc: pfn=1 order=0 gfp_flags=" + KernelGfp.format(gfp);
        assertEquals(gfp, KmemLine.parse(line, 1, "t").gfp(), line);
    }
}
