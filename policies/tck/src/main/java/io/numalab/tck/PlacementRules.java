package io.numalab.tck;

import static io.numalab.tck.Rule.require;

import io.numalab.spi.NodeMask;
import io.numalab.spi.PageKind;
import io.numalab.spi.Verdict;
import io.numalab.spi.WatermarkLevel;
import io.numalab.spi.ZoneType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToIntBiFunction;

/** Rules about where pages may lie, whatever the policy. */
final class PlacementRules {
    static final Rule BIND = granted(2, "a strict mask is never left",
            page -> page.intent().form() == Intent.Form.BIND && !page.intent().maskIgnored(),
            (history, page) -> inside(page, page.intent().nodes()));

    static final Rule THIS_NODE = new Rule(4, "THISNODE gets a page of its node or none, and kills nobody",
            PlacementRules::thisNode);

    static final Rule MARKS = new Rule(17, "a granted page leaves mark and reserve in its zone",
            PlacementRules::marks);

    static final Rule CPUSET = granted(26, "user pages stay in the cpuset",
            page -> page.intent().cpuset() != null && page.kind() != PageKind.KERNEL,
            (history, page) -> inside(page, page.intent().cpuset()));

    static final Rule LOWMEM = granted(27, "user pages leave DMA32 its reserve",
            page -> page.kind() != PageKind.KERNEL && page.zone() == ZoneType.DMA32,
            PlacementRules::leavesTheReserve);

    static final List<Rule> ALL = List.of(BIND, THIS_NODE, MARKS, CPUSET, LOWMEM);

    private PlacementRules() {}

    static Rule granted(
            int number, String text, Predicate<Event.Granted> concerned,
            ToIntBiFunction<History, Event.Granted> judge) {
        return new Rule(number, text, history -> history.all(Event.Granted.class).filter(concerned)
                .mapToInt(page -> judge.applyAsInt(history, page)).sum());
    }

    static int inside(Event.Granted page, NodeMask nodes) {
        require(nodes.contains(page.nid()), page);
        return 1;
    }

    // A policy that says TAKE lowers the mark to min, for this page only.
    private static int marks(History history) {
        Map<String, Verdict.Action> answers = new HashMap<>();
        int judged = 0;
        for (Event event : history.events()) {
            if (event instanceof Event.Pressed asked) {
                answers.put(asked.who(), asked.answer().action());
            } else if (event instanceof Event.Granted page) {
                boolean taken = answers.remove(page.who()) == Verdict.Action.TAKE;
                leavesTheMark(history.layout(), page, taken ? WatermarkLevel.MIN : page.lastWalk().level());
                judged++;
            }
        }
        return judged;
    }

    private static void leavesTheMark(Layout layout, Event.Granted page, WatermarkLevel level) {
        int zone = layout.position(page.nid(), page.zone());
        int needed = layout.needed(zone, level, Layout.zoneClass(page.kind()));
        require(page.free()[zone] >= needed + 1 - layout.refillPages(zone), page);
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
}
