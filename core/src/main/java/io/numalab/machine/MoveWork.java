package io.numalab.machine;

import io.numalab.alloc.Routes;
import io.numalab.reclaim.Horizon;
import java.util.List;

/**
 * Moves the pages of mappings that lie on certain nodes elsewhere: where a policy wants them, or each node's to another
 * node. Models {@code mbind} with MPOL_MF_MOVE and {@code migrate_pages}.
 */
final class MoveWork extends Work {
    private final List<Mapping> mappings;
    private final Routes[] routes;
    private int mappingNumber;
    private int page;

    /** @param routesByNode where the pages of each node go; null for those that stay */
    MoveWork(List<Mapping> mappings, Routes[] routesByNode) {
        this.mappings = List.copyOf(mappings);
        routes = routesByNode;
    }

    @Override
    int run(Task task, Horizon horizon) {
        for (; mappingNumber < mappings.size(); mappingNumber++, page = 0) {
            Mapping mapping = mappings.get(mappingNumber);
            if (mapping.kind().equals("file")) {
                continue;
            }
            for (; page < mapping.pages(); page++) {
                int nid = mapping.nodeAt(page);
                if (nid < 0 || routes[nid] == null) {
                    continue;
                }
                int status = task.pages().move(mapping, routes[nid], page);
                if (status == PageMaker.FAILED) {
                    return fail(Errno.NOMEM);
                }
                if (status == PageMaker.BUSY) {
                    return MORE;
                }
                if (task.requester().clockNanos >= horizon.nanos()) {
                    page++;
                    return MORE;
                }
            }
        }
        return FINISHED;
    }
}
