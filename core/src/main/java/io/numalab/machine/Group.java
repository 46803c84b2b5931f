package io.numalab.machine;

import io.numalab.alloc.PolicyBinding;
import io.numalab.mapping.GroupLedger;
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
    private int ledgerGroup;

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
     * Sets {@code cpuset.mems}: policies of its tasks are remapped (linux-model 13.8), and their memory is moved.
     *
     * @return 0, or -22 if no node of the mask has memory
     */
    public int setCpusetMems(NodeMask mask) {
        if (!mask.intersects(machine.spec().memoryNodes())) {
            return Errno.INVAL;
        }
        NodeMask before = mems == null ? machine.spec().memoryNodes() : mems;
        mems = mask.and(machine.spec().memoryNodes());
        if (!mems.equals(before)) {
            bindings.replaceAll(binding -> binding.rebound(mems));
        }
        for (Task task : machine.tasks()) {
            if (task.group() == this && task.alive()) {
                task.cpusetChanged(before);
            }
        }
        return 0;
    }

    int ledgerGroup() {
        return ledgerGroup;
    }

    private GroupLedger ledger() {
        GroupLedger ledger = machine.context().residency().ensureLedger();
        if (ledgerGroup == GroupLedger.ROOT) {
            ledgerGroup = ledger.addGroup();
        }
        return ledger;
    }

    /** Charges the pages of its tasks to it from now on, so that it can be limited and reclaimed. */
    public void account() {
        ledger();
    }

    /** Sets {@code memory.max} in bytes; {@link Long#MAX_VALUE} for none. @return 0 */
    public int setMemoryMax(long bytes) {
        ledger().setLimit(ledgerGroup, bytes / Work.PAGE_BYTES);
        return 0;
    }

    /** Pages charged to it on a node. */
    public long chargedPages(int nid) {
        return ledger().pages(ledgerGroup, nid);
    }

    /**
     * Writes {@code memory.reclaim}: reclaims so many bytes of the group, from all nodes.
     *
     * @return 0, or -11 if 16 rounds reclaimed nothing
     */
    public int reclaim(long bytes) {
        return reclaim(bytes, Machine.SWAPPINESS_OF_MACHINE);
    }

    /**
     * The same with a swappiness of its own ({@code swappiness=} of 6.12 and later).
     *
     * @param swappiness 0 to 200, {@link Machine#SWAPPINESS_MAX} (6.18) or {@link Machine#SWAPPINESS_OF_MACHINE}
     */
    public int reclaim(long bytes, int swappiness) {
        ledger();
        return machine.reclaimGroup(ledgerGroup, bytes / Work.PAGE_BYTES, swappiness);
    }

    void copyLedgerGroup(Group other) {
        ledgerGroup = other.ledgerGroup;
    }

    /** Attaches a policy to all its tasks. @return 0 or a negative error number */
    public int attach(PolicySpec spec) {
        return machine.attachments().attachToGroup(this, spec);
    }

    List<PolicyBinding> bindings() {
        return bindings;
    }
}
