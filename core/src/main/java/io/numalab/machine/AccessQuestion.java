package io.numalab.machine;

import io.numalab.alloc.MachineFacts;
import io.numalab.alloc.Question;
import io.numalab.mapping.VirtualArea;
import io.numalab.spi.AccessView;

/** The one view through which a policy sees the hint faults of a task; moved from fault to fault without heap. */
final class AccessQuestion extends Question implements AccessView {
    private VirtualArea area;
    private int page;
    private int nid;
    private long sinceMarkedNanos;
    private boolean wantedByLinux;

    AccessQuestion(MachineFacts machine, Task task) {
        super(machine, task.requester());
    }

    AccessQuestion ask(VirtualArea area, int page, int nid, long sinceMarkedNanos, boolean wantedByLinux) {
        this.area = area;
        this.page = page;
        this.nid = nid;
        this.sinceMarkedNanos = sinceMarkedNanos;
        this.wantedByLinux = wantedByLinux;
        machine.at(requester.clockNanos);
        return this;
    }

    @Override
    public long page() {
        return page;
    }

    @Override
    public int nid() {
        return nid;
    }

    @Override
    public int lastNode() {
        return area.lastNode(page);
    }

    @Override
    public long sinceMarkedNanos() {
        return sinceMarkedNanos;
    }

    @Override
    public boolean wantedByLinux() {
        return wantedByLinux;
    }
}
