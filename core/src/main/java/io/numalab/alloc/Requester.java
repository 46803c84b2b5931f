package io.numalab.alloc;

import io.numalab.spi.NodeMask;

/** The side of a task that the allocator sees: where it runs, its clock, its walk in progress. One thread only. */
public final class Requester {
    private final String name;

    /** The CPU it runs on. */
    public int cpu;
    /** The node of that CPU. */
    public int cpuNode;
    /** The nodes its cpuset allows, or null for all. */
    public NodeMask cpuset;
    /** Its own time in nanoseconds. */
    public long clockNanos;
    /** Time it stood still inside an allocation, in nanoseconds. */
    public long stallNanos;
    /** It is reclaiming (PF_MEMALLOC). */
    public boolean inReclaim;
    /** It was chosen by the OOM killer and will die at its next step. */
    public boolean killed;
    /** Requests that got no page. */
    public long failedAllocations;
    int rotor;

    /** As the trace shows it: {@code task-A}. */
    public Requester(String name) {
        this.name = name;
    }

    /** The same state as another one's, its turn in interleaving included, for a copy of the machine. */
    public void copyState(Requester other) {
        cpu = other.cpu;
        cpuNode = other.cpuNode;
        cpuset = other.cpuset;
        clockNanos = other.clockNanos;
        stallNanos = other.stallNanos;
        failedAllocations = other.failedAllocations;
        killed = other.killed;
        rotor = other.rotor;
    }

    /** Its name in traces and events. */
    public String name() {
        return name;
    }
}
