package io.numalab.spi;

/**
 * A touch of a page that was marked for a NUMA hint fault. Valid only during the call; nothing here allocates on the
 * heap.
 */
@Experimental
public interface AccessView {

    /** The index of the page in its mapping. */
    long page();

    /** The node the page lies on. */
    int nid();

    /** The node of the CPU that touched it: where it would move to. */
    int cpuNode();

    /** The node of the CPU at the hint fault before, or -1 at the first one. */
    int lastNode();

    /** Virtual nanoseconds since the page was marked. */
    long sinceMarkedNanos();

    /** What {@code kernel.numa_balancing} would decide; false if it is off. */
    boolean wantedByLinux();

    /** Virtual time of the task in nanoseconds. */
    long nowNanos();

    /** The whole machine; valid only during the call. */
    MachineView machine();
}
