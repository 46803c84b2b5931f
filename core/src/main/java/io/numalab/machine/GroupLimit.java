package io.numalab.machine;

import io.numalab.alloc.Requester;
import io.numalab.mapping.GroupLedger;
import io.numalab.mapping.VirtualArea;
import io.numalab.reclaim.ReclaimContext;
import io.numalab.reclaim.SyncReclaim;

/**
 * Keeps the control group of a task within {@code memory.max}: a page over the limit first has to be reclaimed from the
 * group, on whichever node, and when that fails again and again somebody of the group dies. Models {@code
 * try_charge_memcg} (linux-model 19.1 for the reclaim). One per task; allocates nothing when running.
 */
final class GroupLimit {
    private static final int RETRIES_MAX = 16;
    private static final int BATCH_PAGES = 32;
    private static final int USER_CLASS = 3;

    private final Machine machine;
    private final ReclaimContext context;
    private final Requester requester;
    private final SyncReclaim reclaim;
    private boolean reclaiming;
    private int fruitless;

    GroupLimit(Machine machine, Task task) {
        this.machine = machine;
        context = machine.context();
        requester = task.requester();
        reclaim = new SyncReclaim(context, requester.name());
    }

    /** Asks for room for one page. @return {@link PageMaker#DONE}, BUSY (call again when the clock is due) or FAILED */
    int admit(int group) {
        GroupLedger ledger = context.residency().ledger();
        context.residency().chargeTo(group);
        while (ledger != null && group != GroupLedger.ROOT) {
            if (reclaiming) {
                if (!reclaim.resume(requester.clockNanos)) {
                    return pause();
                }
                reclaiming = false;
                requester.inReclaim = false;
                fruitless = reclaim.reclaimedPages() > 0 ? 0 : fruitless + 1;
            }
            if (requester.killed) {
                return PageMaker.FAILED;
            }
            if (ledger.pages(group) < ledger.limitPages(group)) {
                fruitless = 0;
                break;
            }
            if (fruitless >= RETRIES_MAX) {
                fruitless = 0;
                if (!machine.killInGroup(requester, group) || requester.killed) {
                    return PageMaker.FAILED;
                }
            }
            reclaiming = true;
            requester.inReclaim = true;
            reclaim.beginGroup(machine.allZones(requester.cpuNode), group, BATCH_PAGES, false, USER_CLASS,
                    requester.cpu, requester.clockNanos);
        }
        return PageMaker.DONE;
    }

    /** Whether a huge page fits below the limit as it is: nothing is reclaimed for it, small pages take its place. */
    boolean admitsHuge(int group) {
        GroupLedger ledger = context.residency().ledger();
        context.residency().chargeTo(group);
        return ledger == null || group == GroupLedger.ROOT
                || ledger.limitPages(group) - ledger.pages(group) >= VirtualArea.HUGE_PAGES;
    }

    private int pause() {
        requester.stallNanos += Math.max(0, reclaim.dueNanos() - requester.clockNanos);
        requester.clockNanos = Math.max(requester.clockNanos, reclaim.dueNanos());
        return PageMaker.BUSY;
    }
}
