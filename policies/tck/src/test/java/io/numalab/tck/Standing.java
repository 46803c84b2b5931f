package io.numalab.tck;

import io.numalab.tck.Intent.Form;
import io.numalab.spi.NodeMask;
import io.numalab.spi.PageKind;
import io.numalab.spi.PolicySpec;
import io.numalab.topology.MachineSpec;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which policies and cpusets are in force, as the test attached them. Subjects: "" is the machine, else task or
 * mapping.
 */
final class Standing {
    static final String MACHINE = "";

    private final MachineSpec spec;
    private final Map<String, Attached> placements = new TreeMap<>();
    private final Map<String, PolicySpec> reclaims = new TreeMap<>();
    private final Map<String, NodeMask> cpusets = new TreeMap<>();

    private record Attached(PolicySpec policy, NodeMask cpuset) {}

    Standing(MachineSpec spec) {
        this.spec = spec;
    }

    Standing(Standing other) {
        spec = other.spec;
        placements.putAll(other.placements);
        reclaims.putAll(other.reclaims);
        cpusets.putAll(other.cpusets);
    }

    void cpuset(String task, NodeMask mems) {
        cpusets.put(task, mems);
    }

    NodeMask cpuset(String task) {
        return cpusets.get(task);
    }

    /** A policy was attached without an error. @param task whose cpuset held then, or {@link #MACHINE} */
    void attached(String subject, String task, PolicySpec policy) {
        if (policy.name().equals("default")) {
            placements.remove(subject);
            if (!subject.equals(MACHINE)) {
                reclaims.remove(subject);
            }
        } else if (isReclaim(policy)) {
            reclaims.put(subject, policy);
        } else {
            placements.put(subject, new Attached(policy, cpusets.get(task)));
        }
    }

    /** A mapping holds one policy at a time. */
    void attachedToMapping(String mapping, String task, PolicySpec policy) {
        placements.remove(mapping);
        reclaims.remove(mapping);
        attached(mapping, task, policy);
    }

    static boolean isReclaim(PolicySpec policy) {
        return policy.name().equals("zone_reclaim") || policy.name().equals("kswapd-wakeup");
    }

    /** What a task may expect. @param mapping the one it touches, or null */
    Intent intent(String task, String mapping, int cpuNode, PageKind kind) {
        boolean counts = mapping != null && (kind == PageKind.ANON || kind == PageKind.SHARED);
        Attached placement = counts ? placements.get(mapping) : null;
        PolicySpec reclaim = counts ? reclaims.get(mapping) : null;
        if (placement == null) {
            placement = placements.getOrDefault(task, placements.get(MACHINE));
        }
        if (reclaim == null) {
            reclaim = reclaims.getOrDefault(task, reclaims.get(MACHINE));
        }
        int mode = reclaim == null ? 0 : Integer.parseInt(reclaim.values().getOrDefault("mode", "1"));
        return intent(placement, cpusets.get(task), cpuNode, mode);
    }

    private Intent intent(Attached placement, NodeMask cpuset, int cpuNode, int mode) {
        if (placement == null) {
            return new Intent(Form.LOCAL, null, false, cpuset, cpuNode, mode);
        }
        NodeMask asked = NodeMask.parse(placement.policy.nodes(), spec.memoryNodes().or(spec.cpuNodes()))
                .and(spec.memoryNodes());
        NodeMask mems = cpuset == null ? spec.memoryNodes() : cpuset;
        NodeMask memsThen = placement.cpuset == null ? spec.memoryNodes() : placement.cpuset;
        switch (placement.policy.name()) {
            case "membind", "bind-static" -> {
                // The mask of a plain bind moves with the cpuset; only bind-static is easy to predict then.
                if (placement.policy.name().equals("membind") && !mems.equals(memsThen)) {
                    return new Intent(Form.OTHER, null, false, cpuset, cpuNode, mode);
                }
                boolean ignored = !asked.intersects(mems);
                return new Intent(Form.BIND, ignored ? mems : asked.and(mems), ignored, cpuset, cpuNode, mode);
            }
            case "preferred-many" -> {
                NodeMask nodes = asked.and(memsThen);
                return new Intent(nodes.intersects(mems) ? Form.PREFERRED_MANY : Form.OTHER, nodes, false, cpuset,
                        cpuNode, mode);
            }
            default -> {
                return new Intent(Form.OTHER, null, false, cpuset, cpuNode, mode);
            }
        }
    }
}
