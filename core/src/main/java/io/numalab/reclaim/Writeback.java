package io.numalab.reclaim;

import io.numalab.mapping.CachedFile;
import io.numalab.mapping.Owners;
import io.numalab.mapping.PageOwner;
import io.numalab.mapping.Residency;
import io.numalab.memory.FrameTable;
import io.numalab.memory.Node;
import io.numalab.memory.PageFlags;
import io.numalab.stat.NodeGauge;
import io.numalab.topology.Price;

/**
 * What writes pages to disk: the flusher, which cleans files in offset order, and the queue of single pages that
 * reclaim itself submits. A page is under writeback from its submission to the end of its I/O; one disk serves both, in
 * order.
 *
 * <p>Models {@code wb_workfn} for one disk, with the kernel's triggers: reclaim that meets only dirty pages, the
 * background limit, and age (linux-model 6.6, 10.9). One thread only; heap is allocated only when the queue grows.
 */
public final class Writeback implements Actor {
    private static final int FLUSH_BATCH_PAGES = 64;
    private static final long CENTISECOND_NANOS = 10_000_000L;

    private final ReclaimContext context;
    private final Residency residency;
    private final FrameTable frames;

    // Submitted pages with the time their I/O ends, oldest first, in a ring.
    private int[] queue = new int[256];
    private long[] endNanos = new long[256];
    private int head;
    private int queued;
    private long diskFreeNanos;

    private boolean flushing;
    private long flusherNanos = NEVER;
    private long periodicNanos = NEVER;

    Writeback(ReclaimContext context) {
        this.context = context;
        residency = context.residency;
        frames = context.memory.frames();
    }

    /** Starts the periodic look for old pages. */
    public void startPeriodic(long nowNanos) {
        int period = context.sysctls.dirtyWritebackCentiseconds;
        periodicNanos = period == 0 ? NEVER : nowNanos + period * CENTISECOND_NANOS;
    }

    /** Somebody wants dirty pages written. */
    public void wakeFlusher(long nowNanos) {
        if (!flushing) {
            flushing = true;
            flusherNanos = nowNanos;
            context.horizon.lower(nowNanos);
        }
    }

    /** Whether pages are being written or wait for it. */
    public boolean busy() {
        return flushing || queued > 0;
    }

    /** A file page that reclaim writes itself. */
    void submitFile(int frame, long nowNanos) {
        submit(frame, nowNanos, context.nanos(Price.WRITEBACK, 1));
    }

    /** A page that goes to swap. */
    void submitSwap(int frame, long nowNanos) {
        submit(frame, nowNanos, context.nanos(Price.SWAP_WRITE, 1));
    }

    private void submit(int frame, long nowNanos, long costNanos) {
        if (queued == queue.length) {
            grow();
        }
        diskFreeNanos = Math.max(diskFreeNanos, nowNanos) + costNanos;
        int position = head + queued & queue.length - 1;
        queue[position] = frame;
        endNanos[position] = diskFreeNanos;
        queued++;
        context.horizon.lower(diskFreeNanos);
    }

    private void grow() {
        int[] largerQueue = new int[queue.length * 2];
        long[] largerEnds = new long[queue.length * 2];
        for (int i = 0; i < queued; i++) {
            largerQueue[i] = queue[head + i & queue.length - 1];
            largerEnds[i] = endNanos[head + i & queue.length - 1];
        }
        queue = largerQueue;
        endNanos = largerEnds;
        head = 0;
    }

    @Override
    public long nextNanos() {
        long ioNanos = queued == 0 ? NEVER : endNanos[head];
        return Math.min(ioNanos, Math.min(flusherNanos, periodicNanos));
    }

    @Override
    public void advance(Horizon horizon) {
        do {
            long now = nextNanos();
            if (queued > 0 && endNanos[head] == now) {
                endOldest();
            } else if (flusherNanos == now) {
                flush(now);
            } else {
                lookForOldPages(now);
            }
        } while (nextNanos() < horizon.nanos());
    }

    private void endOldest() {
        int frame = queue[head];
        head = head + 1 & queue.length - 1;
        queued--;
        if (frames.has(frame, PageFlags.WRITEBACK)) {
            residency.endWriteback(frame);
        }
    }

    private void flush(long nowNanos) {
        int submitted = 0;
        for (CachedFile file = nextDirtyFile(); file != null && submitted < FLUSH_BATCH_PAGES; file = nextDirtyFile()) {
            submitted += flushSome(file, FLUSH_BATCH_PAGES - submitted, nowNanos);
        }
        if (submitted == 0) {
            flushing = false;
            flusherNanos = NEVER;
        } else {
            flusherNanos = Math.max(diskFreeNanos, nowNanos);
        }
    }

    private CachedFile nextDirtyFile() {
        Owners owners = residency.owners();
        for (int id = 1; id < owners.limit(); id++) {
            PageOwner owner = owners.get(id);
            if (owner instanceof CachedFile file && file.dirtyPages() > 0) {
                return file;
            }
        }
        return null;
    }

    private int flushSome(CachedFile file, int most, long nowNanos) {
        int submitted = 0;
        int page = file.flushCursor();
        for (int looked = 0; looked < file.pages() && submitted < most && file.dirtyPages() > 0; looked++) {
            page = page >= file.pages() ? 0 : page;
            int frame = file.frame(page++);
            if (frame >= 0 && frames.has(frame, PageFlags.DIRTY) && !frames.has(frame, PageFlags.WRITEBACK)) {
                residency.startFileWriteback(frame);
                submitFile(frame, nowNanos);
                submitted++;
            }
        }
        file.setFlushCursor(page);
        return submitted;
    }

    private void lookForOldPages(long nowNanos) {
        startPeriodic(nowNanos);
        long oldNanos = nowNanos - context.sysctls.dirtyExpireCentiseconds * CENTISECOND_NANOS;
        CachedFile file = nextDirtyFile();
        if (file != null && (file.dirtiedSinceNanos() <= oldNanos || dirtyPages() > backgroundLimitPages())) {
            wakeFlusher(nowNanos);
        }
    }

    /** Dirty and written pages of the machine. */
    public long dirtyPages() {
        long pages = 0;
        for (int nid = 0; nid < context.memory.nodeCount(); nid++) {
            Node node = context.memory.node(nid);
            pages += node.gauge(NodeGauge.NR_DIRTY) + node.gauge(NodeGauge.NR_WRITEBACK);
        }
        return pages;
    }

    /** Dirty pages at which the flusher starts. */
    public long backgroundLimitPages() {
        return dirtyablePages() * context.sysctls.dirtyBackgroundRatio / 100;
    }

    /** Dirty pages at which writers wait. */
    public long limitPages() {
        return dirtyablePages() * context.sysctls.dirtyRatio / 100;
    }

    private long dirtyablePages() {
        long pages = 0;
        for (int nid = 0; nid < context.memory.nodeCount(); nid++) {
            pages += dirtyablePages(context.memory.node(nid));
        }
        return pages;
    }

    private static long dirtyablePages(Node node) {
        return node.freePages() + node.gauge(NodeGauge.NR_INACTIVE_FILE) + node.gauge(NodeGauge.NR_ACTIVE_FILE);
    }

    /** Whether a node may take another page that will be dirty. Models {@code node_dirty_ok} (linux-model 10.9). */
    public boolean nodeMayDirty(Node node) {
        return node.gauge(NodeGauge.NR_DIRTY) + node.gauge(NodeGauge.NR_WRITEBACK)
                <= dirtyablePages(node) * context.sysctls.dirtyRatio / 100;
    }

    /** The same state for a copy of the machine; only for one that writes nothing. */
    public void copyState(Writeback other) {
        if (other.busy()) {
            throw new IllegalStateException("pages are being written: fork a machine that has settled");
        }
        diskFreeNanos = other.diskFreeNanos;
        periodicNanos = other.periodicNanos;
    }
}
