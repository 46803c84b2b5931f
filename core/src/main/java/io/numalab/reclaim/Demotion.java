package io.numalab.reclaim;

import io.numalab.mapping.GroupLedger;
import io.numalab.memory.Memory;
import io.numalab.memory.Node;
import io.numalab.memory.Zone;
import io.numalab.spi.NodeMask;
import io.numalab.spi.WatermarkLevel;
import io.numalab.stat.VmEvent;
import io.numalab.topology.KernelVersion;
import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Moves reclaim candidates of a fast node to a slower one instead of evicting them. Models {@code demote_folio_list}
 * and the targets of {@code establish_demotion_targets} (linux-model 17). Allocates nothing when running; one thread
 * only.
 */
public final class Demotion {
    private static final int LOW = WatermarkLevel.LOW.ordinal();
    private static final int MIN = WatermarkLevel.MIN.ordinal();
    private static final int USER_CLASS = 3;

    private final ReclaimContext context;
    private final Memory memory;
    private final int[] tiers;
    private final int[][] targets;
    private final int[][] orders;
    private final boolean honoursCpusets;
    private IntFunction<NodeMask> allowedOf = group -> null;
    private int target;
    private int topTier;
    private boolean enabled;

    Demotion(ReclaimContext context) {
        this.context = context;
        memory = context.memory;
        tiers = new int[memory.nodeCount()];
        targets = new int[tiers.length][0];
        orders = new int[tiers.length][0];
        honoursCpusets = memory.kernel().atLeast(KernelVersion.V6_18);
    }

    /** Sets the tier of every node; a lower number is faster. All are equal at first. */
    public void setTiers(int... tierOfNode) {
        System.arraycopy(tierOfNode, 0, tiers, 0, Math.min(tiers.length, tierOfNode.length));
        for (int nid = 0; nid < tiers.length; nid++) {
            targets[nid] = nearestOfNextTier(nid);
            orders[nid] = memory.fallbackOrder(nid);
        }
        topTier = IntStream.range(0, tiers.length).filter(nid -> memory.node(nid).hasCpus()).map(nid -> tiers[nid])
                .max().orElse(0);
    }

    /**
     * Says which nodes the cpuset of a group allows, null for all: since 6.18 its pages are demoted to no other.
     *
     * @param nodesOf the nodes by the number of the group in the ledger
     */
    public void setAllowed(IntFunction<NodeMask> nodesOf) {
        allowedOf = nodesOf;
    }

    /** The tiers by node; a copy. */
    public int[] tiers() {
        return tiers.clone();
    }

    /** The tier of a node; a lower number is faster. */
    public int tier(int nid) {
        return tiers[nid];
    }

    /**
     * Whether a node is at least as fast as the slowest one with CPUs: its pages are never promoted (linux-model 17.1).
     */
    public boolean isTopTier(int nid) {
        return tiers[nid] <= topTier;
    }

    /** Switches demotion on or off ({@code numa/demotion_enabled}). */
    public void enable(boolean on) {
        enabled = on;
        for (int nid = 0; on && memory.kernel().atLeast(KernelVersion.V6_18) && nid < memory.nodeCount(); nid++) {
            memory.node(nid).kswapdFailures = 0;
        }
    }

    /** Whether demotion is on. */
    public boolean enabled() {
        return enabled;
    }

    /** Whether a node has somewhere to demote to. */
    public boolean canDemote(Node node) {
        return enabled && targets[node.nid()].length > 0;
    }

    /** Whether a page of a node has somewhere to go. */
    boolean canDemote(Node node, int frame) {
        return canDemote(node) && mayLeave(node, groupOf(frame));
    }

    /** Whether pages of a group, or of everybody, have somewhere to go. */
    boolean canDemoteGroup(Node node, int group) {
        return canDemote(node) && mayLeave(node, group);
    }

    private boolean mayLeave(Node node, int group) {
        NodeMask allowed = allowed(group);
        if (allowed == null) {
            return true;
        }
        for (int nid = allowed.first(); nid >= 0; nid = allowed.next(nid)) {
            if (tiers[nid] > tiers[node.nid()]) {
                return true;
            }
        }
        return false;
    }

    // The nodes of the next slower tier that are best by the score of the fallback order and as near as that.
    private int[] nearestOfNextTier(int nid) {
        int next = Arrays.stream(tiers).filter(tier -> tier > tiers[nid]).min().orElse(-1);
        int[] candidates = IntStream.of(memory.fallbackOrder(nid)).filter(other -> tiers[other] == next).toArray();
        int distance = candidates.length == 0 ? 0 : memory.spec().distance(nid, candidates[0]);
        return IntStream.of(candidates).filter(other -> memory.spec().distance(nid, other) == distance).toArray();
    }

    /** Chooses where a batch of a node goes: one of several equal targets at random. */
    void beginBatch(Node node) {
        int[] equal = targets[node.nid()];
        target = equal.length == 0 ? 0 : equal[equal.length == 1 ? 0 : context.jitter.below(equal.length)];
    }

    /**
     * Moves a page that is on no list: to the target of the batch or, if that is full, to the node of any slower tier
     * that is nearest to it.
     *
     * @return whether it went
     */
    boolean demote(Node node, int frame, ScanControl control, long nowNanos) {
        NodeMask allowed = allowed(groupOf(frame));
        for (int candidate : orders[target]) {
            if (tiers[candidate] > tiers[node.nid()] && (allowed == null || allowed.contains(candidate))
                    && move(candidate, frame, control, nowNanos)) {
                return true;
            }
        }
        return false;
    }

    private int groupOf(int frame) {
        GroupLedger ledger = context.residency.ledger();
        return ledger == null ? GroupLedger.ROOT : ledger.groupOf(frame);
    }

    private NodeMask allowed(int group) {
        return group == GroupLedger.ROOT || !honoursCpusets ? null : allowedOf.apply(group);
    }

    private boolean move(int target, int frame, ScanControl control, long nowNanos) {
        int fresh = take(memory.node(target), control.cpu, nowNanos);
        if (fresh < 0) {
            return false;
        }
        context.residency.relocate(frame, fresh, control.cpu);
        memory.counters().count(control.demoteEvent());
        memory.counters().count(VmEvent.PGMIGRATE_SUCCESS);
        return true;
    }

    // Without direct reclaim: at low, then kswapd of the target is woken, then at min.
    private int take(Node target, int cpu, long nowNanos) {
        for (int level = LOW; level >= MIN; level--) {
            for (int i = target.zoneCount() - 1; i >= 0; i--) {
                Zone zone = target.zone(i);
                if (zone.passes(level, USER_CLASS)) {
                    int frame = memory.perCpuLists().take(cpu, zone, false, 0);
                    if (frame >= 0) {
                        memory.countAllocation(zone, 1, zone, memory.spec().nodeOfCpu(cpu), -1);
                        if (context.events() != null) {
                            context.events().demoting(nowNanos, cpu, target.nid(), frame);
                        }
                        return frame;
                    }
                }
            }
            context.kswapd(target.nid()).wake(USER_CLASS, nowNanos);
        }
        return -1;
    }
}
