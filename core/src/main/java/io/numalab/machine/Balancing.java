package io.numalab.machine;

import io.numalab.alloc.Routes;
import io.numalab.mapping.VirtualArea;
import io.numalab.memory.Memory;
import io.numalab.memory.Node;
import io.numalab.memory.Zone;
import io.numalab.reclaim.Actor;
import io.numalab.spi.AllocationPolicy;
import io.numalab.spi.NodeMask;
import io.numalab.spi.PageKind;
import io.numalab.spi.WatermarkLevel;
import io.numalab.stat.VmEvent;
import io.numalab.topology.KernelVersion;
import io.numalab.topology.Price;

/**
 * NUMA balancing of one task: every scan period 256 MiB ({@code scan_size_mb}) of its page table entries are marked;
 * the next touch of a marked page tells who uses it, and moves it to the node of that CPU if the rules allow. Models
 * {@code task_numa_work} and {@code do_numa_page}, modes 1 and 2 (linux-model 18). Private pages on the node the task
 * runs on are not marked, file mappings not scanned.
 * Allocates five bytes a page of a mapping when it is first marked; one thread only.
 */
final class Balancing {
    private static final long FIRST_SCAN_NANOS = 1_000_000_000L;
    private static final long PERIOD_NANOS_MIN = 100_000_000L;
    private static final long PERIOD_NANOS_MAX = 60_000_000_000L;
    /** What a scan walks over at most, marked or not, in windows. */
    private static final int WALKED_WINDOWS = 8;
    /**
     * In the first rounds, and in a task that never had a fault, a page moves at its first fault; later two faults in a
     * row from one node are needed.
     */
    private static final int EARLY_ROUNDS = 4;
    private static final int NORMAL = 1;
    private static final int TIERING = 2;
    private static final int HIGH = WatermarkLevel.HIGH.ordinal();
    private static final int USER_CLASS = 3;
    private static final int NO_NODE = -1;

    private final Machine machine;
    private final Memory memory;
    private final Task task;
    private final AccessQuestion question;
    private long nextScanNanos = Actor.NEVER;
    private long periodNanos;
    private int rounds;
    private int markedInRound;
    private int faultsOfRound;
    private boolean failedInRound;
    private boolean hasPreferredNode;
    private int cursorMapping;
    private int cursorPage;

    Balancing(Machine machine, Task task) {
        this.machine = machine;
        this.task = task;
        memory = machine.memory();
        question = new AccessQuestion(machine.facts(), task);
    }

    void copyState(Balancing other) {
        nextScanNanos = other.nextScanNanos;
        periodNanos = other.periodNanos;
        rounds = other.rounds;
        markedInRound = other.markedInRound;
        faultsOfRound = other.faultsOfRound;
        failedInRound = other.failedInRound;
        hasPreferredNode = other.hasPreferredNode;
        cursorMapping = other.cursorMapping;
        cursorPage = other.cursorPage;
    }

    /** When the next scan is due. */
    long nextScanNanos() {
        return nextScanNanos;
    }

    /** Starts or stops scanning, by the machine's setting. */
    void update(long nowNanos) {
        boolean on = machine.balancingMode() != 0 || asksPolicy();
        if (!on) {
            nextScanNanos = Actor.NEVER;
        } else if (nextScanNanos == Actor.NEVER) {
            nextScanNanos = nowNanos + FIRST_SCAN_NANOS;
            periodNanos = 0;
        }
    }

    // Whether a policy of the task or of one of its mappings wants to hear of hint faults, which tell nothing and cost
    // something where there is one node.
    private boolean asksPolicy() {
        if (machine.spec().memoryNodes().size() == 1) {
            return false;
        }
        boolean asks = machine.attachments().access(task, null) != null;
        for (int i = 0; i < task.mappings().size() && !asks; i++) {
            asks = machine.attachments().access(task, task.mappings().get(i)) != null;
        }
        return asks;
    }

    /** Marks the next window of pages. */
    void scan(long nowNanos) {
        int mappings = task.mappings().size();
        long left = windowPages();
        long walkable = WALKED_WINDOWS * windowPages();
        cursorMapping = Math.min(cursorMapping, mappings);
        while (cursorMapping < mappings && left > 0 && walkable > 0 && !hasOneNode()) {
            Mapping mapping = task.mappings().get(cursorMapping);
            int end = (int) Math.min(mapping.pages(), cursorPage + Math.min(left, walkable));
            int walked = Math.max(0, end - cursorPage);
            left -= mark(mapping, cursorPage, end, nowNanos) > 0 ? walked : 0;
            walkable -= walked;
            cursorPage = end;
            if (cursorPage >= mapping.pages()) {
                cursorPage = 0;
                cursorMapping++;
            }
        }
        if (cursorMapping >= mappings) {
            endRound();
        }
        nextScanNanos = nowNanos + Math.max(periodNanos, shortestPeriodNanos());
    }

    private long windowPages() {
        return (long) machine.balancingScanMegabytes() << 20 >> 12;
    }

    private long windows() {
        return Math.max(1, (mappedPages() + windowPages() - 1) / windowPages());
    }

    private long shortestPeriodNanos() {
        return Math.max(PERIOD_NANOS_MIN, FIRST_SCAN_NANOS / windows());
    }

    // Since 6.18 a task that may use one node only is left alone.
    private boolean hasOneNode() {
        NodeMask mems = task.requester().cpuset;
        return memory.kernel().atLeast(KernelVersion.V6_18) && mems != null && mems.size() == 1;
    }

    private int mark(Mapping mapping, int from, int to, long nowNanos) {
        VirtualArea area = mapping.area();
        int marked = 0;
        boolean asked = machine.attachments().access(task, mapping) != null;
        if (area.kind() == VirtualArea.Kind.FILE || !asked && !routes(mapping).balanced()) {
            return 0;
        }
        // A task here is a process of one thread: its private pages on the node it runs on are where they should be,
        // and are left alone (since 4.13; recorded: numab-on marks each page once, and none that has come).
        int rightNode = area.kind() == VirtualArea.Kind.SHARED ? NO_NODE : task.cpuNode();
        for (int page = from; page < to; page++) {
            int frame = area.frame(page);
            int nid = frame < 0 ? rightNode : memory.zoneOfFrame(frame).nid();
            if (frame >= 0 && nid != rightNode && !area.hinted(page) && (asked || scannable(nid))) {
                area.setHint(page, nowNanos);
                marked++;
            }
        }
        memory.counters().count(VmEvent.NUMA_PTE_UPDATES, marked);
        markedInRound += marked;
        return marked;
    }

    private Routes routes(Mapping mapping) {
        boolean shared = mapping.area().kind() == VirtualArea.Kind.SHARED;
        return task.routes(shared ? PageKind.SHARED : PageKind.ANON, mapping);
    }

    // A task here has one thread and its mappings are its own, so that its faults are private: the kernel then looks
    // less often from round to round, even less if nothing was touched or could not be moved. Where there is nothing to
    // mark nothing is learned, since it is a fault that adapts the period.
    private void endRound() {
        cursorMapping = 0;
        cursorPage = 0;
        rounds++;
        if (rounds > 1 && (markedInRound > 0 || faultsOfRound > 0)) {
            long period = Math.max(periodNanos, shortestPeriodNanos());
            period = faultsOfRound == 0 || failedInRound ? period * 2 : period + period * 3 / 10;
            periodNanos = Math.min(period, PERIOD_NANOS_MAX / windows());
        }
        hasPreferredNode |= faultsOfRound > 0;
        markedInRound = 0;
        faultsOfRound = 0;
        failedInRound = false;
    }

    private long mappedPages() {
        long pages = 0;
        for (Mapping mapping : task.mappings()) {
            pages += mapping.pages();
        }
        return pages;
    }

    // Tiering alone leaves pages of the top tier unmarked.
    private boolean scannable(int nid) {
        return (machine.balancingMode() & NORMAL) != 0 || !machine.context().demotion().isTopTier(nid);
    }

    /** A marked page was touched. */
    void hintFault(Mapping mapping, int page) {
        VirtualArea area = mapping.area();
        int nid = memory.zoneOfFrame(area.frame(page)).nid();
        int target = task.cpuNode();
        area.clearHint(page);
        faultsOfRound++;
        memory.counters().count(VmEvent.NUMA_HINT_FAULTS);
        task.pages().charge(Price.HINT_FAULT);
        if (nid == target) {
            memory.counters().count(VmEvent.NUMA_HINT_FAULTS_LOCAL);
            area.setLastNode(page, target);
            return;
        }
        boolean slow = tiering() && !machine.context().demotion().isTopTier(nid);
        boolean wanted = machine.balancingMode() != 0 && routes(mapping).mayBalanceTo(target)
                && (slow ? isHot(target, area.hintedNanos(page)) : isUsedFrom(area, page, target));
        AllocationPolicy decider = machine.attachments().access(task, mapping);
        if (decider != null) {
            memory.workCounters().askedPolicy();
            wanted = decider.migrates(
                    question.ask(area, page, nid, task.clockNanos() - area.hintedNanos(page), wanted));
        }
        area.setLastNode(page, target);
        if (!wanted) {
            return;
        }
        if (hasRoom(target) && task.pages().moveTo(mapping, page, target)) {
            memory.counters().count(VmEvent.NUMA_PAGES_MIGRATED);
            if (slow) {
                memory.counters().count(VmEvent.PGPROMOTE_SUCCESS);
            }
        } else {
            failedInRound = true;
        }
    }

    private boolean isUsedFrom(VirtualArea area, int page, int target) {
        return rounds <= EARLY_ROUNDS || !hasPreferredNode || area.lastNode(page) == target;
    }

    private boolean tiering() {
        return (machine.balancingMode() & TIERING) != 0;
    }

    private boolean isHot(int target, long markedNanos) {
        return machine.promotion().wants(target, markedNanos, task.clockNanos());
    }

    private boolean hasRoom(int target) {
        Node node = memory.node(target);
        for (int i = 0; i < node.zoneCount(); i++) {
            Zone zone = node.zone(i);
            if (zone.freePages() > zone.neededPages(HIGH, USER_CLASS) + 1) {
                return true;
            }
        }
        if (tiering() && node.managedPages() > 0) {
            machine.context().kswapd(target).wake(USER_CLASS, task.clockNanos());
        }
        return false;
    }
}
