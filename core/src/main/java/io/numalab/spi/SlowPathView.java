package io.numalab.spi;

/** A request whose first sweep found no page. Valid only during the call; nothing here allocates on the heap. */
public interface SlowPathView extends RequestView {

    /** {@return the nodes the request may use: those of its pass that the cpuset allows} May be empty. */
    NodeMask candidateNodes();
}
