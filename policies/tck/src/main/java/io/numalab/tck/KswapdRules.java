package io.numalab.tck;

import static io.numalab.tck.Rule.require;

import io.numalab.spi.WatermarkLevel;
import io.numalab.spi.ZoneType;
import java.util.List;

/** Rules about the background reclaimers. */
final class KswapdRules {
    private static final int FAILURES_MAX = 16;

    static final Rule OWN_NODE = new Rule(20, "kswapd takes pages of its node and sleeps when it is balanced",
            KswapdRules::ownNode);

    static final List<Rule> ALL = List.of(OWN_NODE);

    private KswapdRules() {}

    private static int ownNode(History history) {
        int[] failures = new int[history.layout().spec().nodeCount()];
        int judged = 0;
        for (Event event : history.events()) {
            if (event instanceof Event.Evicted page && page.cause().equals("kswapd")) {
                require(page.who().equals("kswapd" + page.nid()), page);
                judged++;
            } else if (event instanceof Event.ReclaimEnded ended && ended.cause().equals("kswapd")) {
                failures[ended.nid()] = ended.reclaimedPages() > 0 ? 0 : failures[ended.nid()] + 1;
            } else if (event instanceof Event.KswapdSlept slept) {
                boolean balanced = history.layout().nodePasses(
                        slept.nid(), WatermarkLevel.HIGH, ZoneType.NORMAL.ordinal(), slept.free());
                require(balanced || failures[slept.nid()] >= FAILURES_MAX, slept);
                judged++;
            }
        }
        return judged;
    }
}
