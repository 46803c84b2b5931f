package io.numalab.tck;

import io.numalab.spi.GfpFlags;
import io.numalab.spi.MachineView;
import io.numalab.spi.PageKind;
import io.numalab.spi.PressureView;
import io.numalab.spi.WatermarkLevel;
import io.numalab.spi.ZoneType;

/**
 * A request at a candidate of a made-up machine.
 *
 * @param facts the machine
 * @param gfp its flags
 * @param nid the candidate's node
 */
record LabelledRequest(LabelledMachine facts, int gfp, int nid) implements PressureView {

    @Override
    public int order() {
        return 0;
    }

    @Override
    public PageKind kind() {
        return PageKind.ANON;
    }

    @Override
    public boolean blocking() {
        return GfpFlags.blocking(gfp);
    }

    @Override
    public boolean inReclaim() {
        return false;
    }

    @Override
    public int cpuNode() {
        return facts.cpuNode();
    }

    @Override
    public int preferredNode() {
        return facts.cpuNode();
    }

    @Override
    public long nowNanos() {
        return facts.nowNanos();
    }

    @Override
    public MachineView machine() {
        return facts;
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
        return Math.min(facts.freePages(nid), neededPages());
    }

    @Override
    public long neededPages() {
        return neededPages(WatermarkLevel.LOW);
    }

    @Override
    public long neededPages(WatermarkLevel level) {
        return facts.markPages(nid, level);
    }

    @Override
    public boolean nodeHasCpus() {
        return facts.hasCpus(nid);
    }

    @Override
    public boolean reclaimBusy() {
        return facts.reclaimBusy(nid);
    }

    @Override
    public boolean kswapdAwake() {
        return facts.kswapdAwake(nid);
    }

    @Override
    public int distance() {
        return facts.distance(preferredNode(), nid);
    }

    @Override
    public int reclaimDistance() {
        return facts.reclaimDistance();
    }

    @Override
    public long managedPages() {
        return facts.managedPages(nid);
    }

    @Override
    public long reclaimableFilePages(boolean write, boolean unmap) {
        return facts.reclaimableFilePages(nid, write, unmap);
    }

    @Override
    public long reclaimableSlabPages() {
        return facts.reclaimableSlabPages(nid);
    }

    @Override
    public int minUnmappedRatio() {
        return facts.minUnmappedRatio();
    }

    @Override
    public int minSlabRatio() {
        return facts.minSlabRatio();
    }
}
