package io.numalab.scenario.trace;

import io.numalab.spi.GfpFlags;
import io.numalab.spi.NodeMask;
import io.numalab.spi.PageKind;
import io.numalab.spi.Verdict;
import io.numalab.spi.WatermarkLevel;
import io.numalab.spi.ZoneType;
import io.numalab.stat.EventSink;
import io.numalab.topology.MachineSpec;
import io.numalab.topology.NodeSpec;
import io.numalab.topology.ZoneSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes what a simulated machine does as ftrace would print it of a real one: {@code mm_page_alloc},
 * {@code mm_page_free} and {@code mm_vmscan_*} with the kernel's fields, in the order of the simulation. Scripts for
 * such traces read it, {@link TraceReader} among them.
 *
 * <p>What the simulation does not know: the task and the exact time of a free, which stands under {@code <...>-0} at
 * the time of the event before; process ids, which count up from {@value #FIRST_PID}; the address of a page's
 * descriptor, which is made of its frame number. One thread only.
 */
public final class FtraceWriter implements EventSink {
    private static final int FIRST_PID = 1000;
    private static final int COMM_MAX = 15;
    private static final int DESCRIPTOR_BYTES = 64;
    private static final int MOVABLE_TYPE = 1;
    private static final String TASK_PREFIX = "task-";
    private static final int DEMOTION_GFP = GfpFlags.HIGHUSER_MOVABLE & ~GfpFlags.DIRECT_RECLAIM
            | GfpFlags.NOWARN | GfpFlags.NOMEMALLOC;

    private final Writer writer;
    /** Frame number less frame index, by the first frame of each zone. */
    private final TreeMap<Integer, Long> pfnOffsets = new TreeMap<>();
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, Integer> cpus = new HashMap<>();
    private final Map<String, Integer> rights = new HashMap<>();
    private long lastNanos;

    /** Writes the head. @param spec the machine that reports here */
    public FtraceWriter(Writer writer, MachineSpec spec) throws IOException {
        this.writer = writer;
        int frame = 0;
        for (NodeSpec node : spec.nodes()) {
            for (ZoneSpec zone : node.zones()) {
                pfnOffsets.put(frame, zone.startPfn() - frame);
                frame += zone.managedPages();
            }
        }
        writer.write("# tracer: nop\n#\n#           TASK-PID     CPU#  |||||  TIMESTAMP  FUNCTION\n"
                + "#              | |         |   |||||     |         |\n");
    }

    private void line(String who, int cpu, long nanos, String event) {
        lastNanos = nanos;
        try {
            writer.write(String.format(Locale.ROOT, "%24s [%03d] ..... %5d.%06d: %s\n",
                    who, cpu, nanos / 1_000_000_000L, nanos / 1000 % 1_000_000, event));
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    private String name(String who) {
        return names.computeIfAbsent(who, one -> {
            String comm = one.startsWith(TASK_PREFIX) ? one.substring(TASK_PREFIX.length()) : one;
            return comm.substring(0, Math.min(comm.length(), COMM_MAX)) + "-" + (FIRST_PID + names.size());
        });
    }

    private long pfn(int frame) {
        return frame + pfnOffsets.floorEntry(frame).getValue();
    }

    private void served(long nowNanos, String who, int cpu, int frame, int order, int gfp) {
        long pfn = pfn(frame);
        line(who, cpu, nowNanos, String.format(Locale.ROOT,
                "mm_page_alloc: page=%016x pfn=0x%x order=%d migratetype=%d gfp_flags=%s",
                pfn * DESCRIPTOR_BYTES, pfn, order, migrateType(gfp), KernelGfp.format(gfp)));
    }

    private static int migrateType(int gfp) {
        return (gfp & GfpFlags.MOVABLE) != 0 ? MOVABLE_TYPE : 0;
    }

    @Override
    public void allocated(
            long nowNanos, String who, int cpu, PageKind kind, int gfp, int order, int preferredNode, int nid,
            ZoneType zone, int frame) {
        cpus.put(who, cpu);
        served(nowNanos, name(who), cpu, frame, order, gfp);
    }

    @Override
    public void failed(
            long nowNanos, String who, int cpu, PageKind kind, int gfp, int order, int preferredNode) {
        line(name(who), cpu, nowNanos, "mm_page_alloc: page=(null) pfn=0x0 order=" + order + " migratetype="
                + migrateType(gfp) + " gfp_flags=" + KernelGfp.format(gfp));
    }

    @Override
    public void freed(int cpu, int frame) {
        long pfn = pfn(frame);
        line("<...>-0", cpu, lastNanos, String.format(Locale.ROOT, "mm_page_free: page=%016x pfn=0x%x order=0",
                pfn * DESCRIPTOR_BYTES, pfn));
    }

    @Override
    public void demoting(long nowNanos, int cpu, int nid, int frame) {
        served(nowNanos, "<...>-0", cpu, frame, 0, DEMOTION_GFP);
    }

    @Override
    public void walking(
            long nowNanos, String who, PageKind kind, int gfp, WatermarkLevel level, NodeMask allowed) {
        rights.put(who, gfp);
    }

    @Override
    public void reclaiming(long nowNanos, String who, String cause, int nid) {
        String request = "order=0 gfp_flags=" + KernelGfp.format(rights.getOrDefault(who, GfpFlags.KERNEL));
        if (cause.equals("direct")) {
            line(name(who), cpus.getOrDefault(who, 0), nowNanos, "mm_vmscan_direct_reclaim_begin: " + request);
        } else if (cause.equals("node_reclaim")) {
            line(name(who), cpus.getOrDefault(who, 0), nowNanos,
                    "mm_vmscan_node_reclaim_begin: nid=" + nid + " " + request);
        }
    }

    @Override
    public void reclaimed(long nowNanos, String who, String cause, int nid, long scannedPages, long reclaimedPages) {
        if (cause.equals("direct") || cause.equals("node_reclaim")) {
            line(name(who), cpus.getOrDefault(who, 0), nowNanos, "mm_vmscan_" + (cause.equals("direct")
                    ? "direct_reclaim" : cause) + "_end: nr_reclaimed=" + reclaimedPages);
        }
    }

    @Override
    public void kswapdCalled(long nowNanos, int nid) {
        line("<...>-0", 0, nowNanos, "mm_vmscan_wakeup_kswapd: nid=" + nid + " order=0 gfp_flags=GFP_KERNEL");
    }

    @Override
    public void kswapdWoke(long nowNanos, int nid) {
        line(name("kswapd" + nid), 0, nowNanos, "mm_vmscan_kswapd_wake: nid=" + nid + " order=0");
    }

    @Override
    public void kswapdSlept(long nowNanos, int nid) {
        line(name("kswapd" + nid), 0, nowNanos, "mm_vmscan_kswapd_sleep: nid=" + nid);
    }

    @Override
    public void pressure(
            long nowNanos, String who, int nid, ZoneType zone, WatermarkLevel level, long freePages, long neededPages,
            Verdict answer) {
        // The kernel has no tracepoint for it.
    }

    @Override
    public void killed(long nowNanos, String who, String victim) {
        // oom:mark_victim is none of the events of kmem and vmscan.
    }
}
