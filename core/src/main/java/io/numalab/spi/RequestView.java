package io.numalab.spi;

/** A request on its way. Valid only during the call; nothing here allocates on the heap. */
public interface RequestView {

    /** The flags of the request, see {@link GfpFlags}. */
    int gfp();

    /** log2 of the number of pages asked for, 0 to 10. */
    int order();

    /** What the page is for. */
    PageKind kind();

    /** Whether the request may reclaim in its own context. */
    boolean blocking();

    /** Whether the task is itself inside reclaim (PF_MEMALLOC). */
    boolean inReclaim();

    /** The node of the CPU the task runs on right now. */
    int cpuNode();

    /** The node of the first zone of the walk. */
    int preferredNode();

    /** Virtual time of the task in nanoseconds. */
    long nowNanos();

    /** The whole machine; valid only during the call. */
    MachineView machine();
}
