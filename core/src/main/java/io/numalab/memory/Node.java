package io.numalab.memory;

import io.numalab.spi.WatermarkLevel;
import io.numalab.stat.NodeGauge;

/**
 * A node: its zones, LRU lists, gauges and reclaim state. One thread only; nothing allocates after construction. Models
 * {@code struct pglist_data} with one lruvec.
 */
public final class Node {
    private final int nid;
    private final int[] cpus;
    private final Zone[] zones;
    private final LruLists lru;
    private final long[] gauges;
    private int goal = WatermarkLevel.HIGH.ordinal();

    /** Evictions and activations so far: the clock of refault distances (linux-model 11.1). */
    public long age;
    /** Reclaim cost of anonymous pages (linux-model 10.3). */
    public long anonCost;
    /** Reclaim cost of file pages. */
    public long fileCost;
    /** Workingset activations of anonymous pages at the last snapshot. */
    public long activationSnapshotAnon;
    /** Workingset activations of file pages at the last snapshot. */
    public long activationSnapshotFile;
    /** Somebody reclaims this node on behalf of a request (PGDAT_RECLAIM_LOCKED). */
    public boolean reclaimLocked;
    /** Runs of kswapd in a row that reclaimed nothing; 16 make it hopeless. */
    public int kswapdFailures;
    /** kswapd may write file pages (PGDAT_DIRTY). */
    public boolean flaggedDirty;
    /** All pages kswapd met were being written (PGDAT_WRITEBACK). */
    public boolean flaggedWriteback;

    Node(int nid, int[] cpus, Zone[] zones, LruLists lru) {
        this.nid = nid;
        this.cpus = cpus;
        this.zones = zones;
        this.lru = lru;
        gauges = new long[NodeGauge.values().length];
    }

    Node(Node other, Zone[] zones, LruLists lru) {
        nid = other.nid;
        cpus = other.cpus;
        this.zones = zones;
        this.lru = lru;
        gauges = other.gauges.clone();
        goal = other.goal;
        age = other.age;
        anonCost = other.anonCost;
        fileCost = other.fileCost;
        activationSnapshotAnon = other.activationSnapshotAnon;
        activationSnapshotFile = other.activationSnapshotFile;
        reclaimLocked = other.reclaimLocked;
        kswapdFailures = other.kswapdFailures;
        flaggedDirty = other.flaggedDirty;
        flaggedWriteback = other.flaggedWriteback;
    }

    /** Its id. */
    public int nid() {
        return nid;
    }

    /** Whether it has CPUs. */
    public boolean hasCpus() {
        return cpus.length > 0;
    }

    /** Its CPUs, ascending; a copy. */
    public int[] cpus() {
        return cpus.clone();
    }

    /** How many zones it has; 0 for a node without memory. */
    public int zoneCount() {
        return zones.length;
    }

    /** One of its zones, lowest first. */
    public Zone zone(int position) {
        return zones[position];
    }

    /** Its LRU lists. */
    public LruLists lru() {
        return lru;
    }

    /** Adds to a gauge. */
    public void add(NodeGauge gauge, long pages) {
        gauges[gauge.ordinal()] += pages;
    }

    /** Sets what a gauge starts from (pages of the boot that no list of ours holds). */
    public void setBase(NodeGauge gauge, long pages) {
        gauges[gauge.ordinal()] = pages;
    }

    /** A gauge in pages, as the kernel would report it. */
    public long gauge(NodeGauge gauge) {
        long base = gauges[gauge.ordinal()];
        if (lru.generations().enabled()) {
            base += generationPages(gauge);
        }
        return switch (gauge) {
            case FREE -> freePages();
            case NR_INACTIVE_ANON -> base + lru.size(0);
            case NR_ACTIVE_ANON -> base + lru.size(1);
            case NR_INACTIVE_FILE -> base + lru.size(2);
            case NR_ACTIVE_FILE -> base + lru.size(3);
            case NR_UNEVICTABLE -> base + lru.size(4);
            default -> base;
        };
    }

    private long generationPages(NodeGauge gauge) {
        return switch (gauge) {
            case NR_INACTIVE_ANON -> lru.generations().size(Generations.ANON, false);
            case NR_ACTIVE_ANON -> lru.generations().size(Generations.ANON, true);
            case NR_INACTIVE_FILE -> lru.generations().size(Generations.FILE, false);
            case NR_ACTIVE_FILE -> lru.generations().size(Generations.FILE, true);
            default -> 0;
        };
    }

    /** The mark up to which kswapd reclaims, as the ordinal of a {@link WatermarkLevel}. */
    public int goal() {
        return goal;
    }

    /** Sets the mark up to which kswapd reclaims: promo where pages are promoted to this node, else high. */
    public void setGoal(WatermarkLevel level) {
        goal = level.ordinal();
    }

    /** Managed pages of all zones. */
    public long managedPages() {
        long pages = 0;
        for (Zone zone : zones) {
            pages += zone.managedPages();
        }
        return pages;
    }

    /** A percentage of the managed pages, rounded down zone by zone as the kernel does (linux-model 2.7). */
    public long ratioPages(int percent) {
        long pages = 0;
        for (Zone zone : zones) {
            pages += (long) zone.managedPages() * percent / 100;
        }
        return pages;
    }

    /** Free pages of all zones, without those on per-CPU lists. */
    public long freePages() {
        long pages = 0;
        for (Zone zone : zones) {
            pages += zone.freePages;
        }
        return pages;
    }

    /**
     * Whether kswapd has nothing to do: at least one zone that the class may use is above {@link #goal} plus reserve,
     * or there is no such zone. Models {@code pgdat_balanced} (linux-model 8.2).
     */
    public boolean balanced(int zoneClass) {
        boolean any = false;
        for (Zone zone : zones) {
            if (zone.type().ordinal() <= zoneClass && zone.managedPages() > 0) {
                if (zone.passes(goal, zoneClass)) {
                    return true;
                }
                any = true;
            }
        }
        return !any;
    }

    /**
     * File pages that a reclaim with these rights could take. Models {@code node_pagecache_reclaimable} (linux-model
     * 6.4).
     */
    public long reclaimableFilePages(boolean write, boolean unmap) {
        long pages = unmap
                ? gauge(NodeGauge.NR_FILE_PAGES)
                : Math.max(0, gauge(NodeGauge.NR_INACTIVE_FILE) + gauge(NodeGauge.NR_ACTIVE_FILE)
                        - gauge(NodeGauge.NR_MAPPED));
        return write ? pages : Math.max(0, pages - gauge(NodeGauge.NR_DIRTY));
    }
}
