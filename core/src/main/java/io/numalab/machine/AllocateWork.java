package io.numalab.machine;

import io.numalab.alloc.Routes;
import io.numalab.reclaim.Horizon;
import io.numalab.topology.Price;

/** Asks for kernel memory on a node, again and again, as {@code alloc_pages_node} does; what it gets the task keeps. */
final class AllocateWork extends Work {
    private final Routes routes;
    private final int gfp;
    private final int order;
    private final int count;
    private int done;
    private int served;

    AllocateWork(Routes routes, int gfp, int order, int count) {
        this.routes = routes;
        this.gfp = gfp;
        this.order = order;
        this.count = count;
    }

    @Override
    int run(Task task, Horizon horizon) {
        while (done < count) {
            int frame = task.pages().kernelBlock(routes, 0, gfp, order);
            if (frame == PageMaker.BUSY) {
                return MORE;
            }
            done++;
            if (frame >= 0) {
                served++;
                task.keepKernelFrames(frame, 1 << order);
            }
            progress((long) served * PAGE_BYTES << order);
            task.pages().charge(Price.ANON_FAULT);
            if (task.requester().clockNanos >= horizon.nanos()) {
                return MORE;
            }
        }
        return served == count ? FINISHED : fail(Errno.NOMEM);
    }
}
