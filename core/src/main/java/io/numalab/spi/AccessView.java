package io.numalab.spi;

/**
 * A touch of a page that was marked for a NUMA hint fault. Valid only during the call; nothing here allocates on the
 * heap.
 */
@Experimental
public interface AccessView {

    /** {@return the index of the page in its mapping} */
    long page();

    /** {@return the node the page lies on} */
    int nid();

    /** {@return the node of the CPU that touched it: where it would move to} */
    int cpuNode();

    /** {@return the node of the CPU at the hint fault before, or -1 at the first one} */
    int lastNode();

    /** {@return virtual nanoseconds since the page was marked} */
    long sinceMarkedNanos();

    /** {@return what {@code kernel.numa_balancing} would decide; false if it is off} */
    boolean wantedByLinux();

    /** {@return virtual time of the task in nanoseconds} */
    long nowNanos();

    /** {@return the whole machine; valid only during the call} */
    MachineView machine();
}
