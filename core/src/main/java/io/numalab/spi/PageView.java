package io.numalab.spi;

/** A page that is about to be asked for. Valid only during the call; nothing here allocates on the heap. */
@Experimental
public interface PageView {

    /** {@return what the page is for} */
    PageKind kind();

    /** {@return its index in its mapping or file; 0 for kernel pages} */
    long page();

    /** {@return how many choices the placement has} */
    int choices();

    /** {@return the node of the CPU the task runs on} It may have no memory. */
    int cpuNode();

    /** {@return virtual time of the task in nanoseconds} */
    long nowNanos();

    /** {@return the whole machine; valid only during the call} */
    MachineView machine();
}
