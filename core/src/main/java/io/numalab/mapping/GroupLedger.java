package io.numalab.mapping;

import io.numalab.memory.ListObserver;
import io.numalab.memory.LruList;
import io.numalab.memory.LruLists;
import io.numalab.memory.Memory;
import java.util.Arrays;

/**
 * Which control group every user page is charged to, and how many pages each group has on every node, in all and on
 * each classic LRU list. Exists only on machines where a group has a limit or is reclaimed: a byte a frame. Models the
 * charges of {@code memcontrol}, without kernel pages. One thread only; allocates only when a group is added.
 *
 * <p>The group of a page does not change while it is on a list, so that the counts by list need to hear only of pages
 * that join and leave lists.
 */
public final class GroupLedger implements ListObserver {
    /** The group of everybody who is in none. */
    public static final int ROOT = 0;

    private static final int GROUPS_MAX = 255;
    private static final int LISTS = LruList.values().length;

    private final Memory memory;
    private final byte[] groupOf;
    private long[] pages;
    private int[] listedPages;
    private long[] limitPages;
    private int groups = 1;

    /** An empty ledger; pages charged before it existed belong to the root. */
    public GroupLedger(Memory memory) {
        this.memory = memory;
        groupOf = new byte[memory.frames().frames()];
        pages = new long[memory.nodeCount()];
        listedPages = new int[memory.nodeCount() * LISTS];
        limitPages = new long[] {Long.MAX_VALUE};
        for (int nid = 0; nid < memory.nodeCount(); nid++) {
            for (int list = 0; list < LISTS; list++) {
                listedPages[listed(ROOT, nid, list)] = memory.node(nid).lru().size(list);
            }
        }
        listen();
    }

    GroupLedger(GroupLedger other, Memory memory) {
        this.memory = memory;
        groupOf = other.groupOf.clone();
        pages = other.pages.clone();
        listedPages = other.listedPages.clone();
        limitPages = other.limitPages.clone();
        groups = other.groups;
        listen();
    }

    private void listen() {
        for (int nid = 0; nid < memory.nodeCount(); nid++) {
            memory.node(nid).lru().setObserver(this);
        }
    }

    private int listed(int group, int nid, int list) {
        return (group * memory.nodeCount() + nid) * LISTS + list;
    }

    @Override
    public void joined(int list, int frame) {
        listedPages[listed(groupOf(frame), memory.zoneOfFrame(frame).nid(), list)]++;
    }

    @Override
    public void left(int list, int frame) {
        listedPages[listed(groupOf(frame), memory.zoneOfFrame(frame).nid(), list)]--;
    }

    /** Pages of a group on a classic list of a node. @param list ordinal of {@link LruList} */
    public int listedPages(int group, int nid, int list) {
        return listedPages[listed(group, nid, list)];
    }

    /** Adds a group without limit. @return its number, 1 to 255 */
    public int addGroup() {
        if (groups > GROUPS_MAX) {
            throw new IllegalArgumentException(groups + " control groups with memory: expected at most " + GROUPS_MAX);
        }
        pages = Arrays.copyOf(pages, (groups + 1) * memory.nodeCount());
        listedPages = Arrays.copyOf(listedPages, (groups + 1) * memory.nodeCount() * LISTS);
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

    /**
     * Walks every classic list and checks the counts by list.
     *
     * @throws IllegalStateException naming the group and the list whose count is wrong
     */
    void validate() {
        int[] counted = new int[listedPages.length];
        for (int nid = 0; nid < memory.nodeCount(); nid++) {
            LruLists lru = memory.node(nid).lru();
            for (int list = 0; list < LISTS; list++) {
                for (int frame = lru.tail(list); frame >= 0; frame = lru.younger(frame)) {
                    counted[listed(groupOf(frame), nid, list)]++;
                }
            }
        }
        for (int i = 0; i < counted.length; i++) {
            if (counted[i] != listedPages[i]) {
                throw new IllegalStateException("group " + i / LISTS / memory.nodeCount() + ", "
                        + LruList.values()[i % LISTS] + ": " + counted[i] + " pages found, " + listedPages[i]
                        + " kept");
            }
        }
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
