package io.numalab.spi;

/** A request on its way. Valid only during the call; nothing here allocates on the heap. */
public interface RequestView {

    /** {@return the flags of the request, see {@link GfpFlags}} */
    int gfp();

    /** {@return log2 of the number of pages asked for, 0 to 10} */
    int order();

    /** {@return what the page is for} */
    PageKind kind();

    /** {@return whether the request may reclaim in its own context} */
    default boolean blocking() {
        return GfpFlags.blocking(gfp());
    }

    /** {@return whether the task is itself inside reclaim (PF_MEMALLOC)} */
    boolean inReclaim();

    /** {@return the node of the CPU the task runs on right now} */
    int cpuNode();

    /** {@return the node of the first zone of the walk} */
    int preferredNode();

    /** {@return virtual time of the task in nanoseconds} */
    long nowNanos();

    /** {@return the whole machine; valid only during the call} */
    MachineView machine();
}
