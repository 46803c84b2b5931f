package io.numalab.alloc;

import io.numalab.memory.Node;
import io.numalab.memory.Zone;
import io.numalab.reclaim.Kswapd;
import io.numalab.reclaim.ReclaimContext;
import io.numalab.reclaim.SyncReclaim;
import io.numalab.spi.GfpFlags;
import io.numalab.spi.PageKind;
import io.numalab.spi.PressureView;
import io.numalab.spi.WatermarkLevel;
import io.numalab.spi.ZoneType;

/** The one view through which policies see a request below a mark; moved from question to question without heap. */
final class PressureQuestion implements PressureView {
    private static final WatermarkLevel[] LEVELS = WatermarkLevel.values();

    private final ReclaimContext context;
    private Requester requester;
    private int gfp;
    private int order;
    private PageKind kind;
    private Zone preferred;
    private Zone zone;
    private Node node;
    private int level;
    private int zoneClass;

    PressureQuestion(ReclaimContext context) {
        this.context = context;
    }

    PressureQuestion ask(
            Requester requester, int gfp, int order, PageKind kind, Zone preferred, Zone zone, int level,
            int zoneClass) {
        this.requester = requester;
        this.gfp = gfp;
        this.order = order;
        this.kind = kind;
        this.preferred = preferred;
        this.zone = zone;
        this.level = level;
        this.zoneClass = zoneClass;
        node = context.memory().node(zone.nid());
        return this;
    }

    @Override
    public int gfp() {
        return gfp;
    }

    @Override
    public int order() {
        return order;
    }

    @Override
    public PageKind kind() {
        return kind;
    }

    @Override
    public boolean blocking() {
        return GfpFlags.blocking(gfp);
    }

    @Override
    public boolean inReclaim() {
        return requester.inReclaim;
    }

    @Override
    public int cpuNode() {
        return requester.cpuNode;
    }

    @Override
    public int preferredNode() {
        return preferred.nid();
    }

    @Override
    public int nid() {
        return zone.nid();
    }

    @Override
    public ZoneType zone() {
        return zone.type();
    }

    @Override
    public WatermarkLevel level() {
        return LEVELS[level];
    }

    @Override
    public long freePages() {
        return zone.freePages();
    }

    @Override
    public long neededPages() {
        return zone.neededPages(level, zoneClass);
    }

    @Override
    public boolean nodeHasCpus() {
        return node.hasCpus();
    }

    @Override
    public boolean reclaimBusy() {
        return node.reclaimLocked;
    }

    @Override
    public boolean kswapdAwake() {
        Kswapd kswapd = context.kswapd(zone.nid());
        return kswapd != null && kswapd.awake();
    }

    @Override
    public int distance() {
        return context.memory().spec().distance(preferred.nid(), zone.nid());
    }

    @Override
    public int reclaimDistance() {
        return context.memory().spec().reclaimDistance();
    }

    @Override
    public long managedPages() {
        return node.managedPages();
    }

    @Override
    public long reclaimableFilePages(boolean write, boolean unmap) {
        return node.reclaimableFilePages(write, unmap);
    }

    @Override
    public long reclaimableSlabPages() {
        return SyncReclaim.reclaimableSlabPages(node);
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
        return requester.clockNanos;
    }
}
