package io.numalab.tck;

import static io.numalab.tck.Rule.require;

import io.numalab.spi.Verdict;
import io.numalab.spi.WatermarkLevel;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Rules about who wakes which kswapd. They hold for machines made for them, with marks that are never boosted. */
final class WakeRules {
    private static final int FAILURES_MAX = 16;

    static final Rule NODE_RECLAIM = new Rule(14, "zone_reclaim wakes no kswapd", WakeRules::nodeReclaim);

    static final Rule RECLAIMED_NODE = new Rule(15, "a wake-up in node_reclaim is for the node that is reclaimed",
            WakeRules::reclaimedNode);

    static final Rule PREFERRED_MANY = new Rule(19, "PREFERRED_MANY wakes the kswapd of each unbalanced node it wants",
            WakeRules::preferredMany);

    private WakeRules() {}

    private static boolean isSlowPath(Event event) {
        return event instanceof Event.Walked walk && walk.level() != WatermarkLevel.LOW;
    }

    // The slow path wakes every kswapd of its nodes before its first sweep, and those wake-ups are its own.
    private static List<Event> beforeSlowPath(History history) {
        List<Event> events = history.events();
        int end = 0;
        while (end < events.size() && !isSlowPath(events.get(end))) {
            end++;
        }
        while (end > 0 && end < events.size() && events.get(end - 1) instanceof Event.KswapdWoke) {
            end--;
        }
        return events.subList(0, end);
    }

    private static int nodeReclaim(History history) {
        int judged = 0;
        for (Event event : beforeSlowPath(history)) {
            require(!(event instanceof Event.KswapdWoke), event);
            judged += event instanceof Event.ReclaimBegan began && began.cause().equals("node_reclaim") ? 1 : 0;
        }
        return judged;
    }

    private static int reclaimedNode(History history) {
        Set<Integer> reclaimed = new HashSet<>();
        int judged = 0;
        for (Event event : beforeSlowPath(history)) {
            if (event instanceof Event.Pressed asked && asked.answer().action() == Verdict.Action.RECLAIM
                    && asked.answer().wakesKswapd()) {
                reclaimed.add(asked.nid());
            } else if (event instanceof Event.KswapdWoke woke) {
                require(reclaimed.contains(woke.nid()), woke);
                judged++;
            } else if (event instanceof Event.Evicted page && page.cause().equals("kswapd")) {
                require(reclaimed.contains(page.nid()), page);
            }
        }
        return judged;
    }

    private static int preferredMany(History history) {
        int[] failures = new int[history.layout().spec().nodeCount()];
        boolean[] awake = new boolean[failures.length];
        int judged = 0;
        for (Event event : history.events()) {
            if (event instanceof Event.KswapdWoke woke) {
                awake[woke.nid()] = true;
            } else if (event instanceof Event.ReclaimEnded ended && ended.cause().equals("kswapd")) {
                awake[ended.nid()] = false;
                failures[ended.nid()] = ended.reclaimedPages() > 0 ? 0 : failures[ended.nid()] + 1;
            } else if (isSlowPath(event) && ((Event.Walked) event).intent().form() == Intent.Form.PREFERRED_MANY
                    && ((Event.Walked) event).allowed() != null) {
                Event.Walked walk = (Event.Walked) event;
                for (int nid : walk.allowed().toArray()) {
                    boolean balanced = history.layout().nodePasses(
                            nid, WatermarkLevel.HIGH, Layout.zoneClass(walk.kind()), walk.free());
                    require(balanced || awake[nid] || failures[nid] >= FAILURES_MAX, walk);
                    judged += balanced ? 0 : 1;
                }
            }
        }
        return judged;
    }
}
