package io.numalab.tck;

import io.numalab.spi.NodeMask;
import io.numalab.spi.PageKind;
import io.numalab.spi.Verdict;
import io.numalab.spi.WatermarkLevel;
import io.numalab.spi.ZoneType;
import java.util.List;

/**
 * Something a machine reported, with what the test knows about it. Free pages are those of each zone at that moment.
 */
sealed interface Event {

    /** A request began to walk its candidates. */
    record Walked(
            String who, Intent intent, PageKind kind, int gfp, WatermarkLevel level, NodeMask allowed, int[] free)
            implements Event {}

    /** A request was served, after these walks, the last of which found the page. */
    record Granted(
            String who, Intent intent, PageKind kind, int nid, ZoneType zone, List<Walked> walks, int[] free)
            implements Event {
        Walked lastWalk() {
            return walks.get(walks.size() - 1);
        }

        Granted on(int otherNode) {
            return new Granted(who, intent, kind, otherNode, zone, walks, free);
        }

        Granted as(Intent other) {
            return new Granted(who, other, kind, nid, zone, walks, free);
        }

        Granted leaving(int... otherFree) {
            return new Granted(who, intent, kind, nid, zone, walks, otherFree);
        }
    }

    /** A request got nothing. */
    record Refused(String who, Intent intent) implements Event {}

    /** A policy was asked below a mark; the amounts are those of the node in pages. */
    record Pressed(String who, Intent intent, int nid, long filePages, long slabPages, Verdict answer)
            implements Event {}

    /** A reclaim on behalf of a request began. */
    record ReclaimBegan(String who, Intent intent, int gfp, String cause, int nid) implements Event {}

    /** A reclaim ended. */
    record ReclaimEnded(String who, String cause, int nid, long reclaimedPages) implements Event {}

    /** Reclaim took a page. */
    record Evicted(String who, Intent intent, String cause, int nid, int flags) implements Event {
        Evicted on(int otherNode) {
            return new Evicted(who, intent, cause, otherNode, flags);
        }

        Evicted with(int otherFlags) {
            return new Evicted(who, intent, cause, nid, otherFlags);
        }
    }

    /** A kswapd began to run. */
    record KswapdWoke(int nid) implements Event {}

    /** A kswapd went to sleep. */
    record KswapdSlept(int nid, int[] free) implements Event {}

    /** A task was killed. */
    record Killed(String who, Intent intent, String victim) implements Event {}
}
