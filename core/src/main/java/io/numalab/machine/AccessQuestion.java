package io.numalab.machine;

import io.numalab.alloc.MachineFacts;
import io.numalab.mapping.VirtualArea;
import io.numalab.spi.AccessView;
import io.numalab.spi.MachineView;

/** The one view through which a policy sees the hint faults of a task; moved from fault to fault without heap. */
final class AccessQuestion implements AccessView {
    private final MachineFacts machine;
    private final Task task;
    private VirtualArea area;
    private int page;
    private int nid;
    private long sinceMarkedNanos;
    private boolean wantedByLinux;

    AccessQuestion(MachineFacts machine, Task task) {
        this.machine = machine;
        this.task = task;
    }

    AccessQuestion ask(VirtualArea area, int page, int nid, long sinceMarkedNanos, boolean wantedByLinux) {
        this.area = area;
        this.page = page;
        this.nid = nid;
        this.sinceMarkedNanos = sinceMarkedNanos;
        this.wantedByLinux = wantedByLinux;
        machine.at(task.clockNanos());
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
    public int cpuNode() {
        return task.cpuNode();
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

    @Override
    public long nowNanos() {
        return task.clockNanos();
    }

    @Override
    public MachineView machine() {
        return machine;
    }
}
