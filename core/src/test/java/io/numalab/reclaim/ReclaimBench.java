package io.numalab.reclaim;

import io.numalab.mapping.CachedFile;
import io.numalab.mapping.Owners;
import io.numalab.mapping.Residency;
import io.numalab.memory.Memory;
import io.numalab.memory.Node;
import io.numalab.memory.PageFlags;
import io.numalab.memory.Zone;
import io.numalab.spi.ZoneType;
import io.numalab.stat.EventSink;
import io.numalab.stat.TraceHistograms;
import io.numalab.stat.VmEvent;
import io.numalab.topology.MachineSpec;
import io.numalab.topology.Prices;

/** A node with pages on its lists and nobody who uses them, for tests of reclaim without a machine around it. */
public final class ReclaimBench {
    /** The class of user pages. */
    public static final int USER_CLASS = ZoneType.MOVABLE.ordinal();

    private final ReclaimContext context;
    private final CachedFile file;
    private int filePages;

    /** Over so many MiB on each of so many nodes, without per-CPU lists. */
    public ReclaimBench(int nodes, long mebibytes) {
        this(nodes, mebibytes, null);
    }

    /** The same, of which somebody hears. */
    ReclaimBench(int nodes, long mebibytes, EventSink events) {
        MachineSpec.Builder spec = MachineSpec.builder();
        for (int nid = 0; nid < nodes; nid++) {
            spec.node(mebibytes << 20, nid);
        }
        Memory memory = new Memory(spec.build(), null, false);
        Owners owners = new Owners();
        file = new CachedFile(owners.nextId(), "f", memory.frames().frames());
        owners.add(file);
        context = new ReclaimContext(new Residency(memory, owners), new Sysctls(), new TraceHistograms(),
                new Cpus(nodes), Prices.hardware(), events, 1);
        Kswapd[] kswapds = new Kswapd[nodes];
        for (int nid = 0; nid < nodes; nid++) {
            kswapds[nid] = new Kswapd(context, memory.node(nid));
        }
        context.setKswapds(kswapds);
    }

    /** What the parts share. */
    public ReclaimContext context() {
        return context;
    }

    /** The file whose pages {@link #addFilePages} reads. */
    public CachedFile file() {
        return file;
    }

    /** A node. */
    public Node node(int nid) {
        return context.memory().node(nid);
    }

    /** An event counter. */
    public long count(VmEvent event) {
        return context.memory().counters().get(event);
    }

    /** The last zone of a node, which has nearly all of its pages. */
    public Zone zone(int nid) {
        return node(nid).zone(node(nid).zoneCount() - 1);
    }

    /** Reads pages of a file that is never used again. */
    public void addFilePages(int nid, int pages) {
        for (int i = 0; i < pages; i++) {
            context.residency().addFile(file, filePages++, takePage(nid), false);
        }
    }

    /** Puts pages on a list as they are, with owners that nobody knows. */
    public void addToList(int nid, int list, int pages) {
        for (int i = 0; i < pages; i++) {
            int frame = takePage(nid);
            context.memory().frames().assign(frame, 0, 0, list < 2 ? PageFlags.SWAP_BACKED : 0);
            node(nid).lru().addHead(list, frame);
        }
    }

    /** Takes pages for ever until so many are free in the node's last zone. */
    public void useAllBut(int nid, int free) {
        while (zone(nid).freePages() > free) {
            context.memory().frames().assign(takePage(nid), 0, 0, PageFlags.KERNEL);
        }
    }

    private int takePage(int nid) {
        int frame = context.memory().perCpuLists().take(nid, zone(nid), false, 0);
        if (frame < 0) {
            throw new IllegalStateException("node " + nid + " is full");
        }
        return frame;
    }
}
