package io.numalab.tck;

import static io.numalab.tck.PlacementRules.granted;
import static io.numalab.tck.PlacementRules.inside;
import static io.numalab.tck.Rule.require;

import io.numalab.spi.GfpFlags;
import io.numalab.spi.WatermarkLevel;
import io.numalab.stat.NumaEvent;
import java.util.List;

/** Rules about where the policies of Linux put pages. */
final class LinuxPlacementRules {
    static final Rule BIND_OUTSIDE_CPUSET = granted(3, "a BIND mask disjoint from the cpuset is ignored",
            page -> page.intent().form() == Intent.Form.BIND && page.intent().maskIgnored(),
            (history, page) -> inside(page, page.intent().cpuset()));

    static final Rule LOCAL_UNTIL_LOW = granted(5, "a default page is remote only if its node is below low",
            LinuxPlacementRules::isUnwantedByNobody, LinuxPlacementRules::leavesOnlyFullHome);

    static final Rule ZONELIST_ORDER = granted(7, "nodes fill in the order of the zonelist",
            LinuxPlacementRules::isUnwantedByNobody, LinuxPlacementRules::leavesOnlyFullNodes);

    static final Rule PREFERRED_MANY = granted(18, "PREFERRED_MANY leaves its nodes only below their min mark",
            page -> page.intent().form() == Intent.Form.PREFERRED_MANY
                    && !page.intent().nodes().contains(page.nid()),
            LinuxPlacementRules::leavesOnlyEmptyNodes);

    // A bind to several nodes does miss, when the first of them is full: the recording bind-2of3 shows it.
    static final Rule BOUND_NEVER_MISSES = new Rule(24, "a machine of tasks bound to one node has no numa_miss",
            LinuxPlacementRules::boundNeverMisses);

    static final List<Rule> ALL = List.of(BIND_OUTSIDE_CPUSET, LOCAL_UNTIL_LOW, ZONELIST_ORDER, PREFERRED_MANY,
            BOUND_NEVER_MISSES);

    private LinuxPlacementRules() {}

    private static boolean isUnwantedByNobody(Event.Granted page) {
        return page.intent().isPlainLocal() && !page.walks().isEmpty()
                && (page.lastWalk().gfp() & GfpFlags.WRITE) == 0;
    }

    private static int leavesOnlyFullHome(History history, Event.Granted page) {
        int home = page.intent().cpuNode();
        if (page.nid() == home) {
            return 0;
        }
        require(!history.layout().nodePasses(home, page.lastWalk().level(), Layout.zoneClass(page.kind()), page.free()),
                page);
        return 1;
    }

    private static int leavesOnlyFullNodes(History history, Event.Granted page) {
        for (int nid : history.layout().fallback()[page.intent().cpuNode()]) {
            if (nid == page.nid()) {
                return 1;
            }
            require(!history.layout().nodePasses(
                    nid, page.lastWalk().level(), Layout.zoneClass(page.kind()), page.free()), page);
        }
        throw new AssertionError(page + " lies on no node of the zonelist");
    }

    private static int leavesOnlyEmptyNodes(History history, Event.Granted page) {
        Event.Walked open = null;
        for (Event.Walked walk : page.walks()) {
            if (walk.allowed() == null) {
                open = walk;
                break;
            }
            require(page.intent().nodes().containsAll(walk.allowed()), walk);
            require(!GfpFlags.blocking(walk.gfp()), walk);
        }
        require(open != null && open != page.walks().get(0), page);
        for (int nid : page.intent().nodes().toArray()) {
            boolean mayUse = page.intent().cpuset() == null || page.intent().cpuset().contains(nid);
            require(!mayUse || !history.layout().nodePasses(
                    nid, WatermarkLevel.MIN, Layout.zoneClass(page.kind()), open.free()), page);
        }
        return 1;
    }

    private static int boundNeverMisses(History history) {
        boolean bound = history.all(Event.Granted.class).allMatch(page ->
                page.intent().form() == Intent.Form.BIND && page.intent().cpuset() == null
                        && page.intent().nodes().size() == 1);
        if (!bound) {
            return 0;
        }
        require(history.ending().total(NumaEvent.NUMA_MISS) == 0, history.ending().numastat());
        return 1;
    }
}
