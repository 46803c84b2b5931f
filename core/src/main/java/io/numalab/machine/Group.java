package io.numalab.machine;

import io.numalab.alloc.PolicyBinding;
import io.numalab.spi.NodeMask;
import io.numalab.spi.PolicySpec;
import java.util.ArrayList;
import java.util.List;

/** A control group: the nodes its tasks may use, and policies that hold for them. One thread only. */
public final class Group {
    private final Machine machine;
    private final String name;
    private final List<PolicyBinding> bindings = new ArrayList<>();
    private NodeMask mems;

    Group(Machine machine, String name) {
        this.machine = machine;
        this.name = name;
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** The nodes its tasks may use, or null for all. */
    public NodeMask cpusetMems() {
        return mems;
    }

    /**
     * Sets {@code cpuset.mems}.
     *
     * @return 0, or -22 if no node of the mask has memory
     */
    public int setCpusetMems(NodeMask mask) {
        if (!mask.intersects(machine.spec().memoryNodes())) {
            return Errno.INVAL;
        }
        mems = mask.and(machine.spec().memoryNodes());
        machine.forgetRoutes();
        return 0;
    }

    /** Attaches a policy to all its tasks. @return 0 or a negative error number */
    public int attach(PolicySpec spec) {
        return machine.attachments().attachToGroup(this, spec);
    }

    List<PolicyBinding> bindings() {
        return bindings;
    }
}
