package io.numalab.mapping;

import io.numalab.memory.Memory;
import java.util.Arrays;

/**
 * Which control group every user page is charged to, and how many pages each group has on every node. Exists only on
 * machines where a group has a limit or is reclaimed: a byte a frame. Models the charges of {@code memcontrol}, without
 * kernel pages. One thread only; allocates only when a group is added.
 */
public final class GroupLedger {
    /** The group of everybody who is in none. */
    public static final int ROOT = 0;

    private static final int GROUPS_MAX = 255;

    private final Memory memory;
    private final byte[] groupOf;
    private long[] pages;
    private long[] limitPages;
    private int groups = 1;

    /** An empty ledger; pages charged before it existed belong to the root. */
    public GroupLedger(Memory memory) {
        this.memory = memory;
        groupOf = new byte[memory.frames().frames()];
        pages = new long[memory.nodeCount()];
        limitPages = new long[] {Long.MAX_VALUE};
    }

    GroupLedger(GroupLedger other, Memory memory) {
        this.memory = memory;
        groupOf = other.groupOf.clone();
        pages = other.pages.clone();
        limitPages = other.limitPages.clone();
        groups = other.groups;
    }

    /** Adds a group without limit. @return its number, 1 to 255 */
    public int addGroup() {
        if (groups > GROUPS_MAX) {
            throw new IllegalArgumentException(groups + " control groups with memory: expected at most " + GROUPS_MAX);
        }
        pages = Arrays.copyOf(pages, (groups + 1) * memory.nodeCount());
        limitPages = Arrays.copyOf(limitPages, groups + 1);
        limitPages[groups] = Long.MAX_VALUE;
        return groups++;
    }

    /** The group of a page. */
    public int groupOf(int frame) {
        return groupOf[frame] & 0xff;
    }

    /** Charges a page that is in use from now on. */
    void charge(int frame, int group) {
        groupOf[frame] = (byte) group;
        pages[group * memory.nodeCount() + memory.zoneOfFrame(frame).nid()]++;
    }

    /** A page is in use no longer. */
    void uncharge(int frame) {
        pages[groupOf(frame) * memory.nodeCount() + memory.zoneOfFrame(frame).nid()]--;
        groupOf[frame] = ROOT;
    }

    /** Pages of a group on a node. */
    public long pages(int group, int nid) {
        return pages[group * memory.nodeCount() + nid];
    }

    /** Pages of a group on all nodes. */
    public long pages(int group) {
        long sum = 0;
        for (int nid = 0; nid < memory.nodeCount(); nid++) {
            sum += pages(group, nid);
        }
        return sum;
    }

    /** The most pages a group may have. */
    public long limitPages(int group) {
        return limitPages[group];
    }

    /** Sets the most pages a group may have. */
    public void setLimit(int group, long pages) {
        limitPages[group] = pages;
    }
}
