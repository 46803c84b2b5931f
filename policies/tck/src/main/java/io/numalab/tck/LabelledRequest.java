package io.numalab.tck;

import io.numalab.spi.MachineView;
import io.numalab.spi.NodeMask;
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
    public NodeMask candidateNodes() {
        return facts.memoryNodes();
    }

    @Override
    public long neededPages(WatermarkLevel level) {
        return facts.markPages(nid, level);
    }
}
