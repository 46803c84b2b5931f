package io.numalab.alloc;

import io.numalab.memory.Zone;
import io.numalab.reclaim.SyncReclaim;
import io.numalab.spi.NodeMask;
import io.numalab.spi.PageKind;
import io.numalab.spi.ReclaimOrder;
import io.numalab.spi.ReclaimedView;
import io.numalab.spi.SlowPathView;
import io.numalab.spi.SweepView;
import io.numalab.spi.WatermarkLevel;
import io.numalab.spi.ZoneType;

/**
 * The one view through which policies see a walk in trouble, whatever the decision point; moved from question to
 * question without heap.
 */
final class WalkQuestion extends Question implements ReclaimedView, SweepView, SlowPathView {
    private static final WatermarkLevel[] LEVELS = WatermarkLevel.values();

    private final SyncReclaim reclaim;
    private RoutePass pass;
    private int gfp;
    private int order;
    private PageKind kind;
    private Zone preferred;
    private Zone zone;
    private int level;
    private int zoneClass;
    private ReclaimOrder reclaimOrder;

    WalkQuestion(MachineFacts machine, Requester requester, SyncReclaim reclaim) {
        super(machine, requester);
        this.reclaim = reclaim;
    }

    /** A question about the request alone. */
    WalkQuestion about(RoutePass pass, int gfp, int order, PageKind kind, Zone preferred) {
        this.pass = pass;
        this.gfp = gfp;
        this.order = order;
        this.kind = kind;
        this.preferred = preferred;
        machine.at(requester.clockNanos);
        return this;
    }

    /** The same, at a candidate. */
    WalkQuestion at(Zone zone, int level, int zoneClass) {
        this.zone = zone;
        this.level = level;
        this.zoneClass = zoneClass;
        return this;
    }

    /** Remembers what was ordered, for the question after it. */
    void ordered(ReclaimOrder order) {
        reclaimOrder = order;
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
    public boolean inReclaim() {
        return requester.inReclaim;
    }

    @Override
    public int preferredNode() {
        return preferred.nid();
    }

    @Override
    public NodeMask candidateNodes() {
        return pass.candidateNodes;
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
    public long neededPages(WatermarkLevel other) {
        return zone.neededPages(other.ordinal(), zoneClass);
    }

    @Override
    public ReclaimOrder reclaimOrder() {
        return reclaimOrder;
    }

    @Override
    public long scannedPages() {
        return reclaim.scannedPages();
    }

    @Override
    public long reclaimedPages() {
        return reclaim.reclaimedPages();
    }

    @Override
    public long elapsedNanos() {
        return reclaim.elapsedNanos(requester.clockNanos);
    }
}
