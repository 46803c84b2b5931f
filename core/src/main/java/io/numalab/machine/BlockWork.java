package io.numalab.machine;

import io.numalab.alloc.Routes;
import io.numalab.reclaim.Horizon;
import io.numalab.topology.Price;

/** Asks for one block of memory. */
final class BlockWork extends Work {
    private static final int NONE = -1;

    private final Routes routes;
    private final int page;
    private final int gfp;
    private final int order;
    private int frame = NONE;

    BlockWork(Routes routes, int page, int gfp, int order) {
        this.routes = routes;
        this.page = page;
        this.gfp = gfp;
        this.order = order;
    }

    /** Its first frame, or -1. */
    int frame() {
        return frame;
    }

    @Override
    int run(Task task, Horizon horizon) {
        int answer = task.pages().kernelBlock(routes, page, gfp, order);
        if (answer == PageMaker.BUSY) {
            return MORE;
        }
        task.pages().charge(Price.ANON_FAULT);
        if (answer < 0) {
            return fail(Errno.NOMEM);
        }
        frame = answer;
        return FINISHED;
    }
}
