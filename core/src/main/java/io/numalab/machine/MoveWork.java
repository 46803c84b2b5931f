package io.numalab.machine;

import io.numalab.alloc.Routes;
import io.numalab.reclaim.Horizon;
import io.numalab.spi.NodeMask;
import java.util.List;

/** Moves the pages of mappings that lie on certain nodes to where a policy wants them. Models {@code migrate_pages}. */
final class MoveWork extends Work {
    private final List<Mapping> mappings;
    private final NodeMask from;
    private final Routes routes;
    private int mappingNumber;
    private int page;

    MoveWork(List<Mapping> mappings, NodeMask from, Routes routes) {
        this.mappings = List.copyOf(mappings);
        this.from = from;
        this.routes = routes;
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
                if (nid < 0 || !from.contains(nid)) {
                    continue;
                }
                int status = task.pages().move(mapping, routes, page);
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
