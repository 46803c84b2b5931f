package io.numalab.policies.invariants;

import static io.numalab.policies.invariants.Rule.require;

import io.numalab.spi.GfpFlags;
import io.numalab.spi.NodeMask;
import io.numalab.spi.PageKind;
import io.numalab.spi.WatermarkLevel;
import io.numalab.spi.ZoneType;
import io.numalab.stat.NumaEvent;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToIntBiFunction;

/** Rules about where pages may lie. */
final class PlacementRules {
    static final Rule BIND = granted(2, "BIND is strict",
            page -> page.intent().form() == Intent.Form.BIND && !page.intent().maskIgnored(),
            (history, page) -> inside(page, page.intent().nodes()));

    static final Rule BIND_OUTSIDE_CPUSET = granted(3, "a BIND mask disjoint from the cpuset is ignored",
            page -> page.intent().form() == Intent.Form.BIND && page.intent().maskIgnored(),
            (history, page) -> inside(page, page.intent().cpuset()));

    static final Rule THIS_NODE = new Rule(4, "THISNODE gets a page of its node or none, and kills nobody",
            PlacementRules::thisNode);

    static final Rule LOCAL_UNTIL_LOW = granted(5, "a default page is remote only if its node is below low",
            PlacementRules::isUnwantedByNobody, PlacementRules::leavesOnlyFullHome);

    static final Rule ZONELIST_ORDER = granted(7, "nodes fill in the order of the zonelist",
            PlacementRules::isUnwantedByNobody, PlacementRules::leavesOnlyFullNodes);

    static final Rule MARKS = granted(17, "a granted page leaves mark and reserve in its zone",
            page -> true, PlacementRules::leavesTheMark);

    static final Rule PREFERRED_MANY = granted(18, "PREFERRED_MANY leaves its nodes only below their min mark",
            page -> page.intent().form() == Intent.Form.PREFERRED_MANY
                    && !page.intent().nodes().contains(page.nid()),
            PlacementRules::leavesOnlyEmptyNodes);

    // A bind to several nodes does miss, when the first of them is full: the recording bind-2of3 shows it.
    static final Rule BOUND_NEVER_MISSES = new Rule(24, "a machine of tasks bound to one node has no numa_miss",
            PlacementRules::boundNeverMisses);

    static final Rule CPUSET = granted(26, "user pages stay in the cpuset",
            page -> page.intent().cpuset() != null && page.kind() != PageKind.KERNEL,
            (history, page) -> inside(page, page.intent().cpuset()));

    static final Rule LOWMEM = granted(27, "user pages leave DMA32 its reserve",
            page -> page.kind() != PageKind.KERNEL && page.zone() == ZoneType.DMA32,
            PlacementRules::leavesTheReserve);

    static final List<Rule> ALL = List.of(BIND, BIND_OUTSIDE_CPUSET, THIS_NODE, LOCAL_UNTIL_LOW, ZONELIST_ORDER,
            MARKS, PREFERRED_MANY, BOUND_NEVER_MISSES, CPUSET, LOWMEM);

    private PlacementRules() {}

    private static Rule granted(
            int number, String text, Predicate<Event.Granted> concerned,
            ToIntBiFunction<History, Event.Granted> judge) {
        return new Rule(number, text, history -> history.all(Event.Granted.class).filter(concerned)
                .mapToInt(page -> judge.applyAsInt(history, page)).sum());
    }

    private static int inside(Event.Granted page, NodeMask nodes) {
        require(nodes.contains(page.nid()), page);
        return 1;
    }

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

    private static int leavesTheMark(History history, Event.Granted page) {
        Layout layout = history.layout();
        int zone = layout.position(page.nid(), page.zone());
        int needed = layout.needed(zone, page.lastWalk().level(), Layout.zoneClass(page.kind()));
        require(page.free()[zone] >= needed + 1 - layout.refillPages(zone), page);
        return 1;
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

    private static int leavesTheReserve(History history, Event.Granted page) {
        Layout layout = history.layout();
        int zone = layout.position(page.nid(), page.zone());
        int higher = layout.zones().stream()
                .filter(other -> other.nid() == page.nid() && other.type().compareTo(ZoneType.DMA32) > 0)
                .mapToInt(other -> other.managedPages()).sum();
        int least = layout.zones().get(zone).minPages() + higher / 256;
        require(page.free()[zone] >= least + 1 - layout.refillPages(zone), page);
        return 1;
    }

    private static int thisNode(History history) {
        int judged = history.all(Event.Granted.class)
                .filter(page -> page.intent().form() == Intent.Form.THIS_NODE)
                .mapToInt(page -> inside(page, page.intent().nodes())).sum();
        history.all(Event.Killed.class)
                .forEach(kill -> require(kill.intent().form() != Intent.Form.THIS_NODE, kill));
        history.all(Event.Evicted.class)
                .filter(page -> page.intent().form() == Intent.Form.THIS_NODE && !page.cause().equals("kswapd"))
                .forEach(page -> require(page.intent().nodes().contains(page.nid()), page));
        return judged;
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
