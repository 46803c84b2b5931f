package io.numalab.stat;

/** Events of the whole machine, as in {@code /proc/vmstat} (linux-model 15.4). */
public enum VmEvent {
    /** Page faults. */
    PGFAULT("pgfault"),
    /** Page faults that waited for the disk. */
    PGMAJFAULT("pgmajfault"),
    /** Pages allocated from DMA zones. */
    PGALLOC_DMA("pgalloc_dma"),
    /** Pages allocated from DMA32 zones. */
    PGALLOC_DMA32("pgalloc_dma32"),
    /** Pages allocated from Normal zones. */
    PGALLOC_NORMAL("pgalloc_normal"),
    /** Pages allocated from Movable zones. */
    PGALLOC_MOVABLE("pgalloc_movable"),
    /** Pages freed. */
    PGFREE("pgfree"),
    /** Pages moved to an active list. */
    PGACTIVATE("pgactivate"),
    /** Pages moved to an inactive list. */
    PGDEACTIVATE("pgdeactivate"),
    /** Active pages looked at. */
    PGREFILL("pgrefill"),
    /** Pages moved to the tail of the inactive list when their I/O ended. */
    PGROTATED("pgrotated"),
    /** Pages looked at by kswapd. */
    PGSCAN_KSWAPD("pgscan_kswapd"),
    /** Pages looked at by tasks. */
    PGSCAN_DIRECT("pgscan_direct"),
    /** Pages looked at by the reclaim of a node through its file (6.18). */
    PGSCAN_PROACTIVE("pgscan_proactive"),
    /** Anonymous pages looked at. */
    PGSCAN_ANON("pgscan_anon"),
    /** File pages looked at. */
    PGSCAN_FILE("pgscan_file"),
    /** Pages reclaimed by kswapd. */
    PGSTEAL_KSWAPD("pgsteal_kswapd"),
    /** Pages reclaimed by tasks. */
    PGSTEAL_DIRECT("pgsteal_direct"),
    /** Pages reclaimed of a node through its file (6.18). */
    PGSTEAL_PROACTIVE("pgsteal_proactive"),
    /** Anonymous pages reclaimed. */
    PGSTEAL_ANON("pgsteal_anon"),
    /** File pages reclaimed. */
    PGSTEAL_FILE("pgsteal_file"),
    /** Direct reclaimers that had to wait for kswapd. */
    PGSCAN_DIRECT_THROTTLE("pgscan_direct_throttle"),
    /** Direct reclaims for DMA. */
    ALLOCSTALL_DMA("allocstall_dma"),
    /** Direct reclaims for DMA32. */
    ALLOCSTALL_DMA32("allocstall_dma32"),
    /** Direct reclaims for kernel pages. */
    ALLOCSTALL_NORMAL("allocstall_normal"),
    /** Direct reclaims for user pages. */
    ALLOCSTALL_MOVABLE("allocstall_movable"),
    /** node_reclaim calls that freed enough (6.12 and later). */
    ZONE_RECLAIM_SUCCESS("zone_reclaim_success"),
    /** node_reclaim calls that did not. */
    ZONE_RECLAIM_FAILED("zone_reclaim_failed"),
    /** kswapd runs. */
    PAGEOUTRUN("pageoutrun"),
    /** kswapd woken during its nap. */
    KSWAPD_LOW_WMARK_HIT_QUICKLY("kswapd_low_wmark_hit_quickly"),
    /** Nodes no longer balanced after the nap. */
    KSWAPD_HIGH_WMARK_HIT_QUICKLY("kswapd_high_wmark_hit_quickly"),
    /** Pages read from swap. */
    PSWPIN("pswpin"),
    /** Pages written to swap. */
    PSWPOUT("pswpout"),
    /** Tasks killed. */
    OOM_KILL("oom_kill"),
    /** Pages moved. */
    PGMIGRATE_SUCCESS("pgmigrate_success"),
    /** Pages that could not be moved. */
    PGMIGRATE_FAIL("pgmigrate_fail"),
    /** Page table entries marked for hint faults. */
    NUMA_PTE_UPDATES("numa_pte_updates"),
    /** Hint faults. */
    NUMA_HINT_FAULTS("numa_hint_faults"),
    /** Hint faults on pages of the own node. */
    NUMA_HINT_FAULTS_LOCAL("numa_hint_faults_local"),
    /** Pages moved by NUMA balancing. */
    NUMA_PAGES_MIGRATED("numa_pages_migrated"),
    /** Pages promoted to a faster tier. */
    PGPROMOTE_SUCCESS("pgpromote_success"),
    /** Pages considered for promotion. */
    PGPROMOTE_CANDIDATE("pgpromote_candidate"),
    /** Pages promoted without a look at the rate limit, as there was plenty of room (6.18). */
    PGPROMOTE_CANDIDATE_NRL("pgpromote_candidate_nrl"),
    /** Pages demoted by kswapd. */
    PGDEMOTE_KSWAPD("pgdemote_kswapd"),
    /** Pages demoted by tasks. */
    PGDEMOTE_DIRECT("pgdemote_direct"),
    /** Pages demoted by proactive reclaim (6.18; before that they count as direct). */
    PGDEMOTE_PROACTIVE("pgdemote_proactive"),
    /** Huge pages allocated at faults. */
    THP_FAULT_ALLOC("thp_fault_alloc"),
    /** Huge page faults served by small pages. */
    THP_FAULT_FALLBACK("thp_fault_fallback"),
    /** Pages locked. */
    UNEVICTABLE_PGS_MLOCKED("unevictable_pgs_mlocked");

    private final String kernelName;

    VmEvent(String kernelName) {
        this.kernelName = kernelName;
    }

    /** The name the kernel prints. */
    public String kernelName() {
        return kernelName;
    }
}
