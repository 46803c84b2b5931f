package io.numalab.stat;

/** The allocation events of {@code numastat}, counted per node (linux-model 15.1). */
public enum NumaEvent {
    /** Pages that landed on the node they were meant for. */
    NUMA_HIT("numa_hit"),
    /** Pages that landed here although meant for another node. */
    NUMA_MISS("numa_miss"),
    /** Pages meant for this node that landed elsewhere. */
    NUMA_FOREIGN("numa_foreign"),
    /** Interleaved pages that landed on the node whose turn it was. */
    INTERLEAVE_HIT("interleave_hit"),
    /** Pages served to a task running on this node. */
    LOCAL_NODE("local_node"),
    /** Pages served to a task running on another node. */
    OTHER_NODE("other_node");

    private final String kernelName;

    NumaEvent(String kernelName) {
        this.kernelName = kernelName;
    }

    /** The name the kernel prints. */
    public String kernelName() {
        return kernelName;
    }
}
