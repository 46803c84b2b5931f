package io.numalab.stat;

/** The state of one node in pages, as in {@code /sys/devices/system/node/nodeN/vmstat}. */
public enum NodeGauge {
    /** Free pages, without those on per-CPU lists. */
    FREE("free"),
    /** Inactive anonymous LRU. */
    NR_INACTIVE_ANON("nr_inactive_anon"),
    /** Active anonymous LRU. */
    NR_ACTIVE_ANON("nr_active_anon"),
    /** Inactive file LRU. */
    NR_INACTIVE_FILE("nr_inactive_file"),
    /** Active file LRU. */
    NR_ACTIVE_FILE("nr_active_file"),
    /** Pages that reclaim leaves alone. */
    NR_UNEVICTABLE("nr_unevictable"),
    /** Locked pages. */
    NR_MLOCK("nr_mlock"),
    /** Slab that shrinkers could give back. */
    NR_SLAB_RECLAIMABLE("nr_slab_reclaimable"),
    /** Other slab. */
    NR_SLAB_UNRECLAIMABLE("nr_slab_unreclaimable"),
    /** Mapped anonymous pages. */
    NR_ANON_PAGES("nr_anon_pages"),
    /** Mapped file pages, tmpfs included. */
    NR_MAPPED("nr_mapped"),
    /** Page cache, tmpfs and swap cache included. */
    NR_FILE_PAGES("nr_file_pages"),
    /** File pages that differ from the disk. */
    NR_DIRTY("nr_dirty"),
    /** Pages being written. */
    NR_WRITEBACK("nr_writeback"),
    /** tmpfs pages. */
    NR_SHMEM("nr_shmem"),
    /** Pages of the swap cache. */
    NR_SWAPCACHED("nr_swapcached"),
    /** Page tables. */
    NR_PAGE_TABLE_PAGES("nr_page_table_pages"),
    /** Kernel stacks, in KiB. */
    NR_KERNEL_STACK("nr_kernel_stack"),
    /** Page cache tree nodes that hold shadow entries. */
    WORKINGSET_NODES("workingset_nodes"),
    /** Swapped-out pages that came back. */
    WORKINGSET_REFAULT_ANON("workingset_refault_anon"),
    /** Evicted file pages that came back. */
    WORKINGSET_REFAULT_FILE("workingset_refault_file"),
    /** Of these, pages that started active. */
    WORKINGSET_ACTIVATE_ANON("workingset_activate_anon"),
    /** Of these, pages that started active. */
    WORKINGSET_ACTIVATE_FILE("workingset_activate_file"),
    /** Of these, pages that had been active before. */
    WORKINGSET_RESTORE_ANON("workingset_restore_anon"),
    /** Of these, pages that had been active before. */
    WORKINGSET_RESTORE_FILE("workingset_restore_file"),
    /** Pages that reclaim wrote. */
    NR_VMSCAN_WRITE("nr_vmscan_write"),
    /** Pages marked to be reclaimed as soon as their I/O ends. */
    NR_VMSCAN_IMMEDIATE_RECLAIM("nr_vmscan_immediate_reclaim"),
    /** Pages dirtied since boot. */
    NR_DIRTIED("nr_dirtied"),
    /** Pages written since boot. */
    NR_WRITTEN("nr_written");

    private final String kernelName;

    NodeGauge(String kernelName) {
        this.kernelName = kernelName;
    }

    /** The name the kernel prints. */
    public String kernelName() {
        return kernelName;
    }
}
