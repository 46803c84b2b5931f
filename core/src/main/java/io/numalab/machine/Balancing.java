package io.numalab.machine;

import io.numalab.alloc.PolicyBinding;
import io.numalab.mapping.VirtualArea;
import io.numalab.memory.Memory;
import io.numalab.memory.Node;
import io.numalab.memory.Zone;
import io.numalab.reclaim.Actor;
import io.numalab.spi.AllocationPolicy;
import io.numalab.spi.Capability;
import io.numalab.spi.WatermarkLevel;
import io.numalab.stat.VmEvent;
import io.numalab.topology.Price;

/**
 * NUMA balancing of one task: every scan period 256 MiB of its page table entries are marked; the next touch of a
 * marked page tells who uses it, and moves it to the node of that CPU if the rules allow. Models {@code task_numa_work}
 * and {@code do_numa_page}, modes 1 and 2 (linux-model 18). Allocates a bit a page when first used; one thread only.
 */
final class Balancing {
    private static final long FIRST_SCAN_NANOS = 1_000_000_000L;
    private static final long PERIOD_NANOS_MIN = 100_000_000L;
    private static final int WINDOW_PAGES = 256 << 20 >> 12;
    /** In the first scans a page moves at its first fault; later two faults in a row from one node are needed. */
    private static final int EARLY_SCANS = 4;
    private static final long HOT_NANOS = 1_000_000_000L;
    private static final long RATE_LIMIT_PAGES = 65536L << 20 >> 12;
    private static final int HIGH = WatermarkLevel.HIGH.ordinal();
    private static final int USER_CLASS = 3;

    private final Machine machine;
    private final Memory memory;
    private final Task task;
    private final AccessQuestion question;
    private long nextScanNanos = Actor.NEVER;
    private int scans;
    private int cursorMapping;
    private int cursorPage;
    private long rateWindowNanos;
    private long rateWindowPages;

    Balancing(Machine machine, Task task) {
        this.machine = machine;
        this.task = task;
        memory = machine.memory();
        question = new AccessQuestion(machine.facts(), task);
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
        }
    }

    /** Marks the next window of pages. */
    void scan(long nowNanos) {
        int left = WINDOW_PAGES;
        int mappings = task.mappings().size();
        for (int looked = 0; looked <= mappings && left > 0 && mappings > 0; looked++) {
            cursorMapping = cursorMapping >= mappings ? 0 : cursorMapping;
            Mapping mapping = task.mappings().get(cursorMapping);
            VirtualArea area = mapping.area();
            boolean asked = machine.attachments().access(task, mapping) != null;
            for (; cursorPage < area.pages() && left > 0; cursorPage++) {
                int frame = area.kind() == VirtualArea.Kind.FILE ? -1 : area.frame(cursorPage);
                if (frame >= 0 && (scannable(frame) || asked)) {
                    area.setHint(cursorPage, nowNanos);
                    memory.counters().count(VmEvent.NUMA_PTE_UPDATES);
                    left--;
                }
            }
            if (cursorPage >= area.pages()) {
                cursorPage = 0;
                cursorMapping++;
            }
        }
        scans++;
        long resident = memory.node(0).managedPages();
        long windows = Math.max(1, Math.min(resident, totalPages()) / WINDOW_PAGES);
        nextScanNanos = nowNanos + Math.max(PERIOD_NANOS_MIN, FIRST_SCAN_NANOS / windows);
    }

    // Tiering alone leaves pages of the fastest tier unmarked.
    private boolean scannable(int frame) {
        return (machine.balancingMode() & 1) != 0 || isSlow(memory.zoneOfFrame(frame).nid());
    }

    // Whether a policy of the task or of one of its mappings wants to hear of hint faults.
    private boolean asksPolicy() {
        boolean asks = machine.attachments().access(task, null) != null;
        for (int i = 0; i < task.mappings().size() && !asks; i++) {
            asks = machine.attachments().access(task, task.mappings().get(i)) != null;
        }
        return asks;
    }

    private boolean isSlow(int nid) {
        return machine.context().demotion().tier(nid) > machine.context().demotion().tier(task.cpuNode());
    }

    private long totalPages() {
        long pages = 0;
        for (Mapping mapping : task.mappings()) {
            pages += mapping.pages();
        }
        return pages;
    }

    /** A marked page was touched. */
    void hintFault(Mapping mapping, int page) {
        VirtualArea area = mapping.area();
        int frame = area.frame(page);
        int nid = memory.zoneOfFrame(frame).nid();
        int target = task.cpuNode();
        long markedNanos = area.hintedNanos();
        area.clearHint(page);
        memory.counters().count(VmEvent.NUMA_HINT_FAULTS);
        task.pages().charge(Price.HINT_FAULT);
        if (nid == target) {
            memory.counters().count(VmEvent.NUMA_HINT_FAULTS_LOCAL);
            area.setLastNode(page, target);
            return;
        }
        boolean slow = isSlow(nid) && (machine.balancingMode() & 2) != 0;
        boolean wanted = machine.balancingMode() != 0 && (slow ? isHot(markedNanos) : isUsedFrom(area, page, target))
                && !hasPolicy(mapping);
        AllocationPolicy decider = machine.attachments().access(task, mapping);
        if (decider != null) {
            wanted = decider.migrates(question.ask(area, page, nid, task.clockNanos() - markedNanos, wanted));
        }
        area.setLastNode(page, target);
        if (wanted && hasRoom(target, slow) && task.pages().moveTo(mapping, page, target)) {
            memory.counters().count(VmEvent.NUMA_PAGES_MIGRATED);
            if (slow) {
                memory.counters().count(VmEvent.PGPROMOTE_SUCCESS);
            }
        }
    }

    // A policy of its own keeps a page where it put it, unless it says otherwise.
    private boolean hasPolicy(Mapping mapping) {
        if (mapping.binding() != null) {
            return true;
        }
        for (PolicyBinding binding : task.bindings()) {
            if (binding.has(Capability.PLACEMENT)) {
                return true;
            }
        }
        return false;
    }

    private boolean isUsedFrom(VirtualArea area, int page, int target) {
        int last = area.lastNode(page);
        return scans <= EARLY_SCANS && (last < 0 || last == target) || last == target;
    }

    private boolean isHot(long markedNanos) {
        long now = task.clockNanos();
        if (now - rateWindowNanos >= 1_000_000_000L) {
            rateWindowNanos = now;
            rateWindowPages = 0;
        }
        memory.counters().count(VmEvent.PGPROMOTE_CANDIDATE);
        return now - markedNanos < HOT_NANOS && ++rateWindowPages <= RATE_LIMIT_PAGES;
    }

    private boolean hasRoom(int target, boolean slow) {
        Node node = memory.node(target);
        for (int i = 0; i < node.zoneCount(); i++) {
            Zone zone = node.zone(i);
            if (zone.freePages() > zone.neededPages(HIGH, USER_CLASS) + 1) {
                return true;
            }
        }
        if (slow) {
            machine.context().kswapd(target).wake(USER_CLASS, task.clockNanos());
        }
        return false;
    }
}
