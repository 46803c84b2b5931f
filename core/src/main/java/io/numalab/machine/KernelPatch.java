package io.numalab.machine;

import java.util.Arrays;

/** Changes under discussion that no released kernel has (linux-model 21, 22.4): a machine may have them or not. */
public enum KernelPatch {
    /**
     * Joshua Hahn, RFC "Deprecate zone_reclaim_mode" of 2025-12-05, patches 2 to 4: no node_reclaim and none of its
     * sysctls, and the file {@code reclaim} of a node knows no threshold.
     */
    NO_NODE_RECLAIM("no-node-reclaim"),
    /** What that series is based on: dirty pages never count as reclaimable in the gate of node_reclaim. */
    DIRTY_SUBTRACTED("dirty-subtracted");

    private final String label;

    KernelPatch(String label) {
        this.label = label;
    }

    /** How a scenario names it. */
    public String label() {
        return label;
    }

    /** All names, for messages. */
    public static String choices() {
        return String.join(" or ", Arrays.stream(values()).map(KernelPatch::label).toList());
    }

    /** A patch by its name. @throws IllegalArgumentException if there is none, with all names */
    public static KernelPatch of(String label) {
        return Arrays.stream(values()).filter(patch -> patch.label.equals(label)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("patch " + label + ": expected " + choices()));
    }
}
