package io.numalab.machine;

import io.numalab.memory.Memory;
import io.numalab.memory.Node;
import io.numalab.memory.Zone;
import io.numalab.spi.WatermarkLevel;
import io.numalab.stat.VmEvent;
import io.numalab.topology.KernelVersion;
import java.util.Arrays;

/**
 * Which pages of a slow tier are promoted in tiering mode: all of them while the fast node has plenty of room, else
 * those touched soon after they were marked, no more of them in a second than the limit allows. How soon is soon, each
 * fast node finds out: every minute the threshold moves so that the candidates fit the limit. Models the tiering branch
 * of {@code should_numa_migrate_memory} (linux-model 18.4). Allocates nothing when running; one thread only.
 */
final class Promotion {
    private static final int PROMO = WatermarkLevel.PROMO.ordinal();
    private static final int USER_CLASS = 3;
    private static final long GIB_PAGES = 1L << 18;
    private static final int NODE_SHARE = 16;
    private static final long PAGES_PER_MIB = 256;
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final long ADJUST_NANOS = 60 * SECOND_NANOS;
    private static final long THRESHOLD_NANOS = SECOND_NANOS;
    private static final long THRESHOLD_STEP_NANOS = THRESHOLD_NANOS / 8;

    private final Memory memory;
    private final long[] candidates;
    private final long[] secondNanos;
    private final long[] candidatesBeforeSecond;
    private final long[] adjustedNanos;
    private final long[] candidatesBeforeAdjusting;
    private final long[] thresholdNanos;
    private int limitMebibytes = 65536;

    Promotion(Memory memory) {
        this.memory = memory;
        candidates = new long[memory.nodeCount()];
        secondNanos = candidates.clone();
        candidatesBeforeSecond = candidates.clone();
        adjustedNanos = candidates.clone();
        candidatesBeforeAdjusting = candidates.clone();
        thresholdNanos = candidates.clone();
        Arrays.fill(thresholdNanos, THRESHOLD_NANOS);
    }

    void copyState(Promotion other) {
        limitMebibytes = other.limitMebibytes;
        System.arraycopy(other.candidates, 0, candidates, 0, candidates.length);
        System.arraycopy(other.secondNanos, 0, secondNanos, 0, candidates.length);
        System.arraycopy(other.candidatesBeforeSecond, 0, candidatesBeforeSecond, 0, candidates.length);
        System.arraycopy(other.adjustedNanos, 0, adjustedNanos, 0, candidates.length);
        System.arraycopy(other.candidatesBeforeAdjusting, 0, candidatesBeforeAdjusting, 0, candidates.length);
        System.arraycopy(other.thresholdNanos, 0, thresholdNanos, 0, candidates.length);
    }

    /** Sets {@code kernel.numa_balancing_promote_rate_limit_MBps}. */
    void setLimit(int mebibytesPerSecond) {
        limitMebibytes = mebibytesPerSecond;
    }

    /** How soon after it was marked a page has to be touched for a node. */
    long thresholdNanos(int nid) {
        return thresholdNanos[nid];
    }

    /** Whether a page goes to a node. @param markedNanos when its entry was marked */
    boolean wants(int nid, long markedNanos, long nowNanos) {
        if (hasPlenty(memory.node(nid))) {
            thresholdNanos[nid] = THRESHOLD_NANOS;
            if (memory.kernel().atLeast(KernelVersion.V6_18)) {
                memory.counters().count(VmEvent.PGPROMOTE_CANDIDATE_NRL);
            }
            return true;
        }
        long limitPages = limitMebibytes * PAGES_PER_MIB;
        adjustThreshold(nid, limitPages, nowNanos);
        if (nowNanos - markedNanos >= thresholdNanos[nid]) {
            return false;
        }
        memory.counters().count(VmEvent.PGPROMOTE_CANDIDATE);
        candidates[nid]++;
        if (nowNanos - secondNanos[nid] > SECOND_NANOS) {
            secondNanos[nid] = nowNanos;
            candidatesBeforeSecond[nid] = candidates[nid];
        }
        return candidates[nid] - candidatesBeforeSecond[nid] < limitPages;
    }

    private static boolean hasPlenty(Node node) {
        long plenty = Math.max(GIB_PAGES, node.managedPages() / NODE_SHARE);
        for (int i = 0; i < node.zoneCount(); i++) {
            Zone zone = node.zone(i);
            if (zone.freePages() > zone.neededPages(PROMO, USER_CLASS) + plenty) {
                return true;
            }
        }
        return false;
    }

    private void adjustThreshold(int nid, long limitPages, long nowNanos) {
        if (nowNanos - adjustedNanos[nid] <= ADJUST_NANOS) {
            return;
        }
        adjustedNanos[nid] = nowNanos;
        long wanted = limitPages * (ADJUST_NANOS / SECOND_NANOS);
        long had = candidates[nid] - candidatesBeforeAdjusting[nid];
        candidatesBeforeAdjusting[nid] = candidates[nid];
        if (had > wanted * 11 / 10) {
            thresholdNanos[nid] = Math.max(thresholdNanos[nid] - THRESHOLD_STEP_NANOS, THRESHOLD_STEP_NANOS);
        } else if (had < wanted * 9 / 10) {
            thresholdNanos[nid] = Math.min(thresholdNanos[nid] + THRESHOLD_STEP_NANOS, 2 * THRESHOLD_NANOS);
        }
    }
}
