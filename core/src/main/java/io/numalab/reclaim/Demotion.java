package io.numalab.reclaim;

import io.numalab.memory.Memory;
import io.numalab.memory.Node;
import io.numalab.memory.Zone;
import io.numalab.spi.WatermarkLevel;
import io.numalab.stat.VmEvent;
import io.numalab.topology.KernelVersion;
import java.util.Arrays;
import java.util.Comparator;
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
    private boolean enabled;

    Demotion(ReclaimContext context) {
        this.context = context;
        memory = context.memory;
        tiers = new int[memory.nodeCount()];
        targets = new int[tiers.length][0];
    }

    /** Sets the tier of every node; a lower number is faster. All are equal at first. */
    public void setTiers(int... tierOfNode) {
        System.arraycopy(tierOfNode, 0, tiers, 0, Math.min(tiers.length, tierOfNode.length));
        for (int nid = 0; nid < tiers.length; nid++) {
            targets[nid] = targets(nid);
        }
    }

    /** The tiers by node; a copy. */
    public int[] tiers() {
        return tiers.clone();
    }

    /** The tier of a node; a lower number is faster. */
    public int tier(int nid) {
        return tiers[nid];
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

    // The nodes of the next slower tier, nearest first, then those of all slower tiers.
    private int[] targets(int nid) {
        IntStream slower = IntStream.of(memory.fallbackOrder(nid)).filter(other -> tiers[other] > tiers[nid]);
        int next = Arrays.stream(tiers).filter(tier -> tier > tiers[nid]).min().orElse(-1);
        return slower.boxed().sorted(Comparator.comparing(other -> tiers[other] != next))
                .mapToInt(Integer::intValue).toArray();
    }

    /**
     * Moves a page that is on no list.
     *
     * @return whether it went
     */
    boolean demote(Node node, int frame, ScanControl control, long nowNanos) {
        for (int candidate : targets[node.nid()]) {
            int fresh = take(memory.node(candidate), control.cpu, nowNanos);
            if (fresh >= 0) {
                context.residency.relocate(frame, fresh, control.cpu);
                memory.counters().count(control.kswapd ? VmEvent.PGDEMOTE_KSWAPD : VmEvent.PGDEMOTE_DIRECT);
                memory.counters().count(VmEvent.PGMIGRATE_SUCCESS);
                return true;
            }
        }
        return false;
    }

    // Without direct reclaim: at low, then kswapd of the target is woken, then at min.
    private int take(Node target, int cpu, long nowNanos) {
        for (int level = LOW; level >= MIN; level--) {
            for (int i = target.zoneCount() - 1; i >= 0; i--) {
                Zone zone = target.zone(i);
                if (zone.passes(level, USER_CLASS)) {
                    int frame = memory.perCpuLists().take(cpu, zone, false, 0);
                    if (frame >= 0) {
                        memory.countAllocation(zone, 1, target.nid(), memory.spec().nodeOfCpu(cpu), -1);
                        return frame;
                    }
                }
            }
            context.kswapd(target.nid()).wake(USER_CLASS, nowNanos);
        }
        return -1;
    }
}
