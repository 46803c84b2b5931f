package io.numalab.alloc;

import io.numalab.spi.NodeMask;

/** Who is killed when nothing else helps. Implemented by the machine, which knows the tasks. */
public interface OutOfMemory {
    /**
     * Kills the largest eligible task and frees its memory.
     *
     * @param requester who needs a page
     * @param mask the nodes the request is bound to, or null
     * @return whether a task was killed
     */
    boolean kill(Requester requester, NodeMask mask);
}
