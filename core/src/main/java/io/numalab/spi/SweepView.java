package io.numalab.spi;

/** A request at a node that its sweep would pass by. Valid only during the call; nothing here allocates on the heap. */
@Experimental
public interface SweepView extends RequestView {

    /** {@return the node whose kswapd is awake} */
    int nid();
}
