package io.numalab.policies;

import io.numalab.spi.GfpFlags;
import io.numalab.spi.MachineView;
import io.numalab.spi.NodeMask;
import io.numalab.spi.PageKind;
import io.numalab.spi.PressureView;
import io.numalab.spi.WatermarkLevel;
import io.numalab.spi.ZoneType;

/** A blocking request on node 0 of a node of 10 000 pages that passes every gate; tests change single fields. */
final class FakePressure implements PressureView {
    int gfp = GfpFlags.HIGHUSER_MOVABLE;
    boolean inReclaim;
    int cpuNode;
    int nid;
    boolean nodeHasCpus = true;
    boolean reclaimBusy;
    int distance = 10;
    int reclaimDistance = 30;
    /** File pages by rights: none, write, unmap, both. */
    final long[] filePages = {5_000, 5_000, 5_000, 5_000};
    long slabPages;
    int minUnmappedRatio = 1;
    int minSlabRatio = 5;

    @Override
    public int gfp() {
        return gfp;
    }

    @Override
    public int order() {
        return 0;
    }

    @Override
    public PageKind kind() {
        return PageKind.ANON;
    }

    @Override
    public boolean inReclaim() {
        return inReclaim;
    }

    @Override
    public int cpuNode() {
        return cpuNode;
    }

    @Override
    public int preferredNode() {
        return 0;
    }

    @Override
    public int nid() {
        return nid;
    }

    @Override
    public NodeMask candidateNodes() {
        return NodeMask.range(0, 1);
    }

    @Override
    public ZoneType zone() {
        return ZoneType.NORMAL;
    }

    @Override
    public WatermarkLevel level() {
        return WatermarkLevel.LOW;
    }

    @Override
    public long freePages() {
        return 10;
    }

    @Override
    public long neededPages(WatermarkLevel level) {
        return 10L * level.ordinal() + 10;
    }

    @Override
    public MachineView machine() {
        throw new UnsupportedOperationException("the policies under test look at the candidate only");
    }

    @Override
    public boolean nodeHasCpus() {
        return nodeHasCpus;
    }

    @Override
    public boolean reclaimBusy() {
        return reclaimBusy;
    }

    @Override
    public boolean kswapdAwake() {
        return false;
    }

    @Override
    public int distance() {
        return distance;
    }

    @Override
    public int reclaimDistance() {
        return reclaimDistance;
    }

    @Override
    public long managedPages() {
        return 10_000;
    }

    @Override
    public long reclaimableFilePages(boolean write, boolean unmap) {
        return filePages[(write ? 1 : 0) + (unmap ? 2 : 0)];
    }

    @Override
    public long reclaimableSlabPages() {
        return slabPages;
    }

    @Override
    public int minUnmappedRatio() {
        return minUnmappedRatio;
    }

    @Override
    public int minSlabRatio() {
        return minSlabRatio;
    }

    @Override
    public long nowNanos() {
        return 0;
    }
}
