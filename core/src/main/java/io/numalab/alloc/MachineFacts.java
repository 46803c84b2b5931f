package io.numalab.alloc;

import io.numalab.memory.Memory;
import io.numalab.memory.Node;
import io.numalab.reclaim.Kswapd;
import io.numalab.reclaim.ReclaimContext;
import io.numalab.reclaim.SyncReclaim;
import io.numalab.spi.MachineView;
import io.numalab.spi.WatermarkLevel;
import io.numalab.stat.NodeGauge;
import io.numalab.topology.AccessLatencies;
import io.numalab.topology.Prices;

/** The one view through which the policies of a machine see it. Allocates nothing; one thread only. */
public final class MachineFacts implements MachineView {
    private final ReclaimContext context;
    private final Memory memory;
    private long nowNanos;
    private long[] idlePicos;
    private Prices idlePicosOf;

    /** Of a machine that is being built. */
    public MachineFacts(ReclaimContext context) {
        this.context = context;
        memory = context.memory();
    }

    /** The same view, for somebody whose clock says so. */
    public MachineFacts at(long nanos) {
        nowNanos = nanos;
        return this;
    }

    /** Counts a question to a policy. */
    public void askedPolicy() {
        memory.workCounters().askedPolicy();
    }

    @Override
    public int nodeCount() {
        return memory.nodeCount();
    }

    @Override
    public long managedPages(int nid) {
        return memory.node(nid).managedPages();
    }

    @Override
    public long freePages(int nid) {
        Node node = memory.node(nid);
        long pages = 0;
        for (int i = 0; i < node.zoneCount(); i++) {
            pages += node.zone(i).freePages();
        }
        return pages;
    }

    @Override
    public long markPages(int nid, WatermarkLevel level) {
        Node node = memory.node(nid);
        long pages = 0;
        for (int i = 0; i < node.zoneCount(); i++) {
            pages += node.zone(i).mark(level);
        }
        return pages;
    }

    @Override
    public long reclaimableFilePages(int nid, boolean write, boolean unmap) {
        return memory.node(nid).reclaimableFilePages(write && !context.sysctls().dirtySubtracted, unmap);
    }

    @Override
    public long filePages(int nid) {
        return memory.node(nid).gauge(NodeGauge.NR_FILE_PAGES);
    }

    @Override
    public long anonymousPages(int nid) {
        return memory.node(nid).gauge(NodeGauge.NR_ANON_PAGES);
    }

    @Override
    public long reclaimableSlabPages(int nid) {
        return SyncReclaim.reclaimableSlabPages(memory.node(nid));
    }

    @Override
    public boolean hasCpus(int nid) {
        return memory.node(nid).hasCpus();
    }

    @Override
    public boolean kswapdAwake(int nid) {
        Kswapd kswapd = context.kswapd(nid);
        return kswapd != null && kswapd.awake();
    }

    @Override
    public boolean reclaimBusy(int nid) {
        return memory.node(nid).reclaimLocked;
    }

    @Override
    public int tier(int nid) {
        return context.demotion().tier(nid);
    }

    @Override
    public int distance(int from, int to) {
        return memory.spec().distance(from, to);
    }

    @Override
    public double accessNanos(int from, int to) {
        if (idlePicosOf != context.prices()) {
            idlePicosOf = context.prices();
            idlePicos = AccessLatencies.idlePicos(memory.spec(), idlePicosOf);
        }
        return idlePicos[from * memory.nodeCount() + to] / 1000.0;
    }

    @Override
    public int reclaimDistance() {
        return memory.spec().reclaimDistance();
    }

    @Override
    public int minUnmappedRatio() {
        return context.sysctls().minUnmappedRatio;
    }

    @Override
    public int minSlabRatio() {
        return context.sysctls().minSlabRatio;
    }

    @Override
    public long nowNanos() {
        return nowNanos;
    }
}
