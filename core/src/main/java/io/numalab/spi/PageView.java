package io.numalab.spi;

/** A page that is about to be asked for. Valid only during the call; nothing here allocates on the heap. */
@Experimental
public interface PageView {

    /** What the page is for. */
    PageKind kind();

    /** Its index in its mapping or file; 0 for kernel pages. */
    long page();

    /** How many choices the placement has. */
    int choices();

    /** The node of the CPU the task runs on. It may have no memory. */
    int cpuNode();

    /** Virtual time of the task in nanoseconds. */
    long nowNanos();

    /** The whole machine; valid only during the call. */
    MachineView machine();
}
