package io.numalab.reclaim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.numalab.mapping.CachedFile;
import io.numalab.mapping.VirtualArea;
import io.numalab.memory.FrameTable;
import io.numalab.memory.Node;
import io.numalab.memory.PageFlags;
import io.numalab.stat.EventSink;
import io.numalab.stat.NodeGauge;
import io.numalab.stat.VmEvent;
import java.lang.reflect.Proxy;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * Batches of pages that differ in what was touched and read, scanned at once and page by page, as is done while
 * somebody observes: the same lists, flags and shadows, to the last bit.
 */
class OldestPagesProperties {
    private static final int PAGES = 600;
    private static final int SCANS = 25;
    private static final int LISTS = 4;
    private static final EventSink OBSERVER = (EventSink) Proxy.newProxyInstance(
            EventSink.class.getClassLoader(), new Class<?>[] {EventSink.class}, (proxy, method, arguments) -> null);

    @Property(tries = 200)
    void areTreatedAtOnceAsPageByPage(
            @ForAll int seed, @ForAll boolean mayUnmap, @ForAll @IntRange(min = 0, max = 3) int rare,
            @ForAll @IntRange(min = 0, max = 100) int usedPercent) {
        assertEquals(scan(OBSERVER, seed, mayUnmap, rare, usedPercent), scan(null, seed, mayUnmap, rare, usedPercent));
    }

    private static String scan(EventSink events, int seed, boolean mayUnmap, int rare, int usedPercent) {
        ReclaimBench bench = new ReclaimBench(1, 1024, events);
        SplittableRandom random = new SplittableRandom(seed);
        bench.addFilePages(0, PAGES);
        CachedFile file = bench.file();
        VirtualArea area = new VirtualArea(bench.context().residency().owners().nextId(), "a", file, 100, 300);
        bench.context().residency().owners().add(area);
        prepare(bench, area, random, rare, usedPercent);
        PageScan scan = new PageScan(bench.context());
        ScanControl control = new ScanControl("task-A", false, bench.context().memory());
        control.begin(ReclaimBench.USER_CLASS, 12, 32, 0);
        control.mayUnmap = mayUnmap;
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < SCANS; i++) {
            if (random.nextInt(4) == 0) {
                scan.active(bench.node(0), 3, random.nextInt(1, 33), control);
            } else {
                text.append(scan.inactive(bench.node(0), 2, random.nextInt(1, 33), control, 0)).append(' ');
            }
        }
        bench.context().memory().validate();
        bench.context().residency().validate();
        return text.append(control.unmappedPages).append(' ').append(control.takenPages).append(' ')
                .append(control.scannedPages).append(state(bench, area)).toString();
    }

    // Of the pages in use some are read again, mapped, touched, and a few are dirty.
    private static void prepare(
            ReclaimBench bench, VirtualArea area, SplittableRandom random, int rare, int usedPercent) {
        FrameTable frames = bench.context().memory().frames();
        for (int page = 0; page < PAGES; page++) {
            int frame = bench.file().frame(page);
            if (random.nextInt(100) >= usedPercent) {
                continue;
            }
            int areaPage = page - area.firstFilePage();
            if (areaPage >= 0 && areaPage < area.pages() && random.nextBoolean()) {
                bench.context().residency().mapFilePage(area, areaPage, frame);
                frames.clear(frame, random.nextBoolean() ? PageFlags.YOUNG : 0);
            }
            for (int reads = random.nextInt(4); reads > 0; reads--) {
                bench.context().residency().markAccessed(frame);
            }
            frames.set(frame, random.nextInt(3) == 0 ? PageFlags.WORKINGSET : 0);
            if (random.nextInt(100) < rare) {
                bench.context().residency().dirtyFilePage(frame, 0);
            }
        }
    }

    private static String state(ReclaimBench bench, VirtualArea area) {
        Node node = bench.node(0);
        StringBuilder text = new StringBuilder(" age ").append(node.age);
        for (int list = 0; list < LISTS; list++) {
            text.append("\nlist ").append(node.lru().size(list)).append(':');
            for (int frame = node.lru().tail(list); frame >= 0; frame = node.lru().younger(frame)) {
                text.append(' ').append(frame).append('/').append(bench.context().memory().frames().flags(frame));
            }
        }
        text.append("\nfile");
        for (int page = 0; page < PAGES; page++) {
            text.append(' ').append(bench.file().frame(page)).append('/').append(bench.file().shadow(page));
        }
        text.append("\narea");
        for (int page = 0; page < area.pages(); page++) {
            text.append(' ').append(area.frame(page));
        }
        for (NodeGauge gauge : NodeGauge.values()) {
            text.append(' ').append(node.gauge(gauge));
        }
        for (VmEvent event : VmEvent.values()) {
            text.append(' ').append(bench.count(event));
        }
        return text.append(' ').append(node.fileCost).toString();
    }
}
