package io.numalab.reclaim;

import io.numalab.memory.Node;
import io.numalab.topology.KernelVersion;
import java.util.Arrays;

/**
 * One pass over the lists of one node, a batch at a time, so that other actors can act between batches: ask
 * {@link #plan}, let the time of that many pages pass, then {@link #execute}. Models {@code shrink_node} and
 * {@code shrink_lruvec} of 6.1 (linux-model 10.1, 10.4). Allocates nothing; one thread only.
 */
final class NodeShrink implements NodePass {
    private static final int LISTS = 4;
    private static final int FILE = 2;

    private final ReclaimContext context;
    private final PageScan scan;
    private final long[] targets = new long[LISTS];
    private final long[] quotas = new long[LISTS];

    private Node node;
    private ScanControl control;
    private int list;
    private int batchPages;
    private long reclaimedHere;
    private boolean stopping;
    private boolean agedAnon;
    private boolean finished;

    NodeShrink(ReclaimContext context) {
        this.context = context;
        scan = new PageScan(context);
    }

    @Override
    public void begin(Node node, ScanControl control) {
        this.node = node;
        this.control = control;
        control.beginNode();
        ScanBalance.prepare(node, control);
        ScanBalance.quotas(node, control, context, control.swappiness(context.sysctls), targets);
        System.arraycopy(targets, 0, quotas, 0, LISTS);
        list = -1;
        reclaimedHere = 0;
        stopping = false;
        agedAnon = false;
        finished = false;
    }

    @Override
    public int plan() {
        while (!finished) {
            if (list < 0 && quotas[0] == 0 && quotas[2] == 0 && quotas[3] == 0) {
                return planAnonAging();
            }
            if (++list == LISTS) {
                list = -1;
                endRound();
                continue;
            }
            batchPages = (int) Math.min(quotas[list], PageScan.BATCH_PAGES);
            quotas[list] -= batchPages;
            if (batchPages > 0 && mayScan(list) && node.lru().size(list) > 0) {
                return Math.min(batchPages, node.lru().size(list));
            }
        }
        return 0;
    }

    private boolean mayScan(int list) {
        boolean active = (list & 1) != 0;
        boolean allowed = !active || (list < FILE ? control.mayDeactivateAnon : control.mayDeactivateFile);
        control.skippedDeactivate |= !allowed;
        return allowed;
    }

    private int planAnonAging() {
        finished = true;
        boolean mayAge = context.residency.swap() != null || context.demotion.canDemote(node);
        if (agedAnon || !mayAge || !ScanBalance.inactiveIsLow(node, 0)) {
            return 0;
        }
        agedAnon = true;
        list = 1;
        batchPages = PageScan.BATCH_PAGES;
        return Math.min(batchPages, node.lru().size(1));
    }

    @Override
    public void execute(long nowNanos) {
        context.memory.workCounters().beganBatch();
        if ((list & 1) != 0) {
            scan.active(node, list, batchPages, control);
            return;
        }
        int freed = scan.inactive(node, list, batchPages, control, nowNanos);
        reclaimedHere += freed;
        control.reclaimedPages += freed;
    }

    // Once the goal is reached, the smaller type is left and the larger one is scanned to the same percentage, so that
    // the balance of the quotas is kept.
    private void endRound() {
        boolean proportional = control.global && !control.kswapd && control.priority == ScanControl.DEFAULT_PRIORITY;
        if (reclaimedHere < control.goalPages || proportional || stopping) {
            return;
        }
        long anon = quotas[0] + quotas[1];
        long file = quotas[2] + quotas[3];
        if (anon == 0 || file == 0) {
            Arrays.fill(quotas, 0);
            return;
        }
        int smaller = file > anon ? 0 : FILE;
        int larger = FILE - smaller;
        long percent = Math.min(anon, file) * 100 / (targets[smaller] + targets[smaller + 1] + 1);
        quotas[smaller] = 0;
        quotas[smaller + 1] = 0;
        for (int i = larger; i < larger + 2; i++) {
            long done = targets[i] - quotas[i];
            long most = targets[i] * (100 - percent) / 100;
            quotas[i] = most - Math.min(most, done);
        }
        stopping = true;
    }

    @Override
    public void flagNode() {
        node.flaggedWriteback |= control.writebackPages > 0 && control.writebackPages == control.takenPages;
        node.flaggedDirty |= control.unqueuedDirtyPages == control.takenFilePages
                && (control.unqueuedDirtyPages > 0 || !context.memory.kernel().atLeast(KernelVersion.V6_18));
    }
}
