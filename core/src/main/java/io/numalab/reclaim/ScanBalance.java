package io.numalab.reclaim;

import io.numalab.memory.Node;
import io.numalab.memory.Zone;
import io.numalab.spi.ReclaimOrder;
import io.numalab.spi.WatermarkLevel;
import io.numalab.stat.NodeGauge;

/**
 * How much of each LRU list one pass over a node scans. Models {@code prepare_scan_count}, {@code get_scan_count} and
 * {@code inactive_is_low} of 6.1 (linux-model 10.2, 10.3). Allocates nothing.
 */
final class ScanBalance {
    private static final int ANON = 0;
    private static final int FILE = 2;
    private static final long PAGES_PER_GIB = 1L << 18;

    private ScanBalance() {}

    /** Decides what may be deactivated and whether cache alone is trimmed. */
    static void prepare(Node node, ScanControl control) {
        control.mayDeactivateAnon = control.forceDeactivate
                || node.gauge(NodeGauge.WORKINGSET_ACTIVATE_ANON) != node.activationSnapshotAnon
                || inactiveIsLow(node, ANON);
        // A page that was active would be spared by such an order, and would only be less protected from others.
        boolean sparesActive = control.victims == ReclaimOrder.Victims.NOT_WORKINGSET && control.rereadPicosMax == 0;
        control.mayDeactivateFile = !sparesActive && (control.forceDeactivate
                || node.gauge(NodeGauge.WORKINGSET_ACTIVATE_FILE) != node.activationSnapshotFile
                || inactiveIsLow(node, FILE));
        long inactiveFile = node.gauge(NodeGauge.NR_INACTIVE_FILE);
        control.cacheTrim = inactiveFile >> control.priority > 0 && !control.mayDeactivateFile;
        long filePages = inactiveFile + node.gauge(NodeGauge.NR_ACTIVE_FILE) + node.freePages();
        control.fileIsTiny = control.global && filePages <= highPages(node) && !control.mayDeactivateAnon
                && node.gauge(NodeGauge.NR_INACTIVE_ANON) >> control.priority > 0;
    }

    private static long highPages(Node node) {
        long pages = 0;
        for (int i = 0; i < node.zoneCount(); i++) {
            pages += node.zone(i).mark(WatermarkLevel.HIGH);
        }
        return pages;
    }

    /** Remembers the activations so far, so that the next reclaim sees whether there were new ones. */
    static void snapshotActivations(Node node) {
        node.activationSnapshotAnon = node.gauge(NodeGauge.WORKINGSET_ACTIVATE_ANON);
        node.activationSnapshotFile = node.gauge(NodeGauge.WORKINGSET_ACTIVATE_FILE);
    }

    /** Whether the inactive list of a type is too short. @param firstList ordinal of its inactive list */
    static boolean inactiveIsLow(Node node, int firstList) {
        long inactive = node.lru().size(firstList);
        long active = node.lru().size(firstList + 1);
        long gib = (inactive + active) / PAGES_PER_GIB;
        long ratio = gib == 0 ? 1 : (long) StrictMath.floor(StrictMath.sqrt(10.0 * gib));
        return inactive * ratio < active;
    }

    /** Fills the quotas of the four lists, in pages. */
    static void quotas(Node node, ScanControl control, ReclaimContext context, int swappiness, long[] quotas) {
        boolean onlyFile = !control.maySwap || !context.canReclaimAnon(node, control.group)
                || control.group != 0 && swappiness == 0;
        boolean onlyAnon = swappiness == Sysctls.SWAPPINESS_ANON_ONLY;
        boolean equal = control.priority == 0 && swappiness != 0;
        long anonShare = 1;
        long fileShare = 1;
        long whole = 1;
        if (onlyFile || !onlyAnon && !equal && !control.fileIsTiny && control.cacheTrim) {
            anonShare = 0;
        } else if (onlyAnon || !equal && control.fileIsTiny) {
            fileShare = 0;
        } else if (!equal) {
            long total = node.anonCost + node.fileCost;
            long anonCost = total + node.anonCost;
            long fileCost = total + node.fileCost;
            total = anonCost + fileCost;
            anonShare = swappiness * (total + 1) / (anonCost + 1);
            fileShare = (200 - swappiness) * (total + 1) / (fileCost + 1);
            whole = anonShare + fileShare;
        }
        for (int list = 0; list < quotas.length; list++) {
            long share = list < FILE ? anonShare : fileShare;
            quotas[list] = (eligible(node, list, control, context) >> control.priority) * share / whole;
        }
    }

    private static long eligible(Node node, int list, ScanControl control, ReclaimContext context) {
        if (control.group != 0) {
            return context.residency.ledger().listedPages(control.group, node.nid(), list);
        }
        long pages = node.lru().size(list);
        for (int i = node.zoneCount() - 1; i >= 0; i--) {
            Zone zone = node.zone(i);
            if (zone.type().ordinal() > control.zoneClass) {
                pages -= zone.lruPages(list);
            }
        }
        return pages;
    }
}
