package io.numalab.tck;

import io.numalab.spi.Capability;
import io.numalab.spi.PolicyRule;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which judges speak for a rule about runs, and which rules do not concern a policy. */
final class RunRules {
    /** The judges of each rule about runs. */
    static final Map<PolicyRule, List<Rule>> JUDGES = new EnumMap<>(PolicyRule.class);

    static {
        JUDGES.put(PolicyRule.BOUNDED_WORK, List.of(ReclaimRules.BOUNDED));
        JUDGES.put(PolicyRule.STRICT, List.of(PlacementRules.BIND));
        JUDGES.put(PolicyRule.CPUSET, List.of(PlacementRules.CPUSET));
        JUDGES.put(PolicyRule.THIS_NODE, List.of(PlacementRules.THIS_NODE));
        JUDGES.put(PolicyRule.WATERMARKS, List.of(PlacementRules.MARKS));
        JUDGES.put(PolicyRule.LOWMEM, List.of(PlacementRules.LOWMEM));
        JUDGES.put(PolicyRule.ORDERS, List.of(ReclaimRules.ORDERS));
        JUDGES.put(PolicyRule.RECLAIM_CONTEXT, List.of(ReclaimRules.BLOCKING, ReclaimRules.ONE_AT_A_TIME));
        JUDGES.put(PolicyRule.CONFINED, List.of(ReclaimRules.CONFINED));
        JUDGES.put(PolicyRule.NO_SWAP, List.of(ReclaimRules.NO_SWAP));
        JUDGES.put(PolicyRule.KSWAPD, List.of(KswapdRules.OWN_NODE));
        JUDGES.put(PolicyRule.CONSERVATION, List.of(CountRules.CONSERVATION));
        JUDGES.put(PolicyRule.NUMASTAT, List.of(CountRules.NUMASTAT));
    }

    private static final Set<PolicyRule> OF_PLACEMENT =
            EnumSet.of(PolicyRule.KNOWN_NODES, PolicyRule.STEADY_PLACEMENT);
    private static final Set<PolicyRule> OF_PRESSURE = EnumSet.of(PolicyRule.TAKE_ABOVE_MIN, PolicyRule.RECLAIM_RIGHTS,
            PolicyRule.RECLAIM_LOCK, PolicyRule.WAKE_RIGHTS, PolicyRule.BOUNDED_WORK, PolicyRule.ORDERS);

    private RunRules() {}

    /** Why a rule does not concern a policy, or null if it does. */
    static String gate(PolicyRule rule, Subject subject) {
        if (OF_PLACEMENT.contains(rule)) {
            return needs(subject, Capability.PLACEMENT);
        }
        if (OF_PRESSURE.contains(rule)) {
            return needs(subject, Capability.PRESSURE);
        }
        return switch (rule) {
            case STRICT -> subject.promise() == Promise.STRICT ? null : "strictness is not promised";
            case NO_HEAP -> HeapMeter.concerns(subject) ? null : "no hook of the allocation path is declared";
            case RELABELLING -> subject.has(Capability.PLACEMENT) ? null : needs(subject, Capability.PRESSURE);
            case ONE_NODE -> subject.has(Capability.TICK) ? "a policy with TICK does as it likes in the background"
                    : subject.beneath() == null ? null : "a law of single policies";
            case ROOM -> subject.beneath() == null ? null : "a law of single policies";
            default -> null;
        };
    }

    private static String needs(Subject subject, Capability capability) {
        return subject.has(capability) ? null : "the capability " + capability + " is not declared";
    }
}
