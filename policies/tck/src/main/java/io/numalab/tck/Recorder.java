package io.numalab.tck;

import io.numalab.machine.Machine;
import io.numalab.spi.NodeMask;
import io.numalab.spi.PageKind;
import io.numalab.spi.Verdict;
import io.numalab.spi.WatermarkLevel;
import io.numalab.spi.ZoneType;
import io.numalab.stat.EventSink;
import io.numalab.stat.NodeGauge;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collects the events of a machine together with the intents of the tasks and the free pages at that moment. */
class Recorder implements EventSink {
    static final int EVENTS_MAX = 1_000_000;
    private static final int EVENTS_WITHOUT_ANSWER_MAX = 200_000;

    private final List<Event> events = new ArrayList<>();
    private final Map<String, Map<PageKind, Intent>> intents = new HashMap<>();
    private final Map<String, List<Event.Walked>> walks = new HashMap<>();
    private Machine machine;
    private int lastAnswer;
    private int[] free = new int[0];

    /** From now on this machine reports. */
    void watch(Machine watched) {
        machine = watched;
        free = new int[watched.zones().size()];
    }

    /** What holds for a task from now on. @param who as in events: {@code task-A} */
    void expect(String who, PageKind kind, Intent intent) {
        intents.computeIfAbsent(who, name -> new EnumMap<>(PageKind.class)).put(kind, intent);
    }

    List<Event> events() {
        return events;
    }

    /** A course on which pages come and go for so long that its record would not fit the heap. */
    static final class TooLong extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooLong() {
            super("the machine is still busy after " + EVENTS_MAX + " events");
        }
    }

    /** A request that goes on and on. */
    static final class Endless extends RuntimeException {
        private static final long serialVersionUID = 1;

        Endless(Event last) {
            super("no request is answered any more: " + last);
        }
    }

    private void add(Event event) {
        if (events.size() == EVENTS_MAX) {
            throw new TooLong();
        }
        if (event instanceof Event.Granted || event instanceof Event.Refused) {
            lastAnswer = events.size();
        } else if (events.size() - lastAnswer > EVENTS_WITHOUT_ANSWER_MAX) {
            throw new Endless(event);
        }
        events.add(event);
    }

    /** What a task may expect right now; by default what was said last. */
    Intent intent(String who, PageKind kind) {
        Map<PageKind, Intent> known = intents.get(who);
        return known == null ? Intent.NONE : known.getOrDefault(kind, Intent.NONE);
    }

    private List<Event.Walked> walksOf(String who) {
        return walks.computeIfAbsent(who, name -> new ArrayList<>());
    }

    private Event.Walked current(String who) {
        List<Event.Walked> own = walksOf(who);
        return own.isEmpty() ? null : own.get(own.size() - 1);
    }

    private Intent currentIntent(String who) {
        Event.Walked walk = current(who);
        return walk == null ? Intent.NONE : walk.intent();
    }

    // One array serves all events between two changes.
    private int[] free() {
        for (int zone = 0; zone < free.length; zone++) {
            int pages = machine.freePages(zone);
            if (free[zone] != pages) {
                free = Arrays.copyOf(free, free.length);
                free[zone] = pages;
            }
        }
        return free;
    }

    @Override
    public void walking(long nowNanos, String who, PageKind kind, int gfp, WatermarkLevel level, NodeMask allowed) {
        Event.Walked walk = new Event.Walked(who, intent(who, kind), kind, gfp, level, allowed, free());
        walksOf(who).add(walk);
        add(walk);
    }

    @Override
    public void allocated(
            long nowNanos, String who, int cpu, PageKind kind, int gfp, int order, int preferredNode, int nid,
            ZoneType zone, int frame) {
        add(new Event.Granted(who, intent(who, kind), kind, nid, zone, List.copyOf(walksOf(who)), free()));
        walksOf(who).clear();
    }

    @Override
    public void failed(
            long nowNanos, String who, int cpu, PageKind kind, int gfp, int order, int preferredNode) {
        add(new Event.Refused(who, intent(who, kind)));
        walksOf(who).clear();
    }

    @Override
    public void pressure(
            long nowNanos, String who, int nid, ZoneType zone, WatermarkLevel level, long freePages, long neededPages,
            Verdict answer) {
        Intent intent = currentIntent(who);
        long filePages = (intent.reclaimMode() & 4) != 0
                ? machine.gauge(nid, NodeGauge.NR_FILE_PAGES)
                : Math.max(0, machine.gauge(nid, NodeGauge.NR_INACTIVE_FILE)
                        + machine.gauge(nid, NodeGauge.NR_ACTIVE_FILE) - machine.gauge(nid, NodeGauge.NR_MAPPED));
        if ((intent.reclaimMode() & 2) == 0) {
            filePages = Math.max(0, filePages - machine.gauge(nid, NodeGauge.NR_DIRTY));
        }
        add(new Event.Pressed(
                who, intent, nid, filePages, machine.gauge(nid, NodeGauge.NR_SLAB_RECLAIMABLE), answer));
    }

    @Override
    public void reclaiming(long nowNanos, String who, String cause, int nid) {
        Event.Walked walk = current(who);
        add(new Event.ReclaimBegan(who, currentIntent(who), walk == null ? 0 : walk.gfp(), cause, nid));
    }

    @Override
    public void reclaimed(long nowNanos, String who, String cause, int nid, long scannedPages, long reclaimedPages) {
        add(new Event.ReclaimEnded(who, cause, nid, reclaimedPages));
    }

    @Override
    public void evicted(long nowNanos, String who, String cause, int nid, int frame, int flagsBefore) {
        add(new Event.Evicted(who, currentIntent(who), cause, nid, flagsBefore));
    }

    @Override
    public void kswapdWoke(long nowNanos, int nid) {
        add(new Event.KswapdWoke(nid));
    }

    @Override
    public void kswapdSlept(long nowNanos, int nid) {
        add(new Event.KswapdSlept(nid, free()));
    }

    @Override
    public void killed(long nowNanos, String who, String victim) {
        add(new Event.Killed(who, currentIntent(who), victim));
    }
}
