package io.numalab.stat;

import java.util.Arrays;

/**
 * The event counters of one machine. Increments are array stores; nothing allocates. One thread only.
 */
public final class Counters {
    private static final int NUMA_EVENTS = NumaEvent.values().length;

    private final long[] events;
    private final long[] numa;

    /** All zero. @param nodeCount one more than the largest node id */
    public Counters(int nodeCount) {
        this(new long[VmEvent.values().length], new long[nodeCount * NUMA_EVENTS]);
    }

    private Counters(long[] events, long[] numa) {
        this.events = events;
        this.numa = numa;
    }

    /** An independent copy. */
    public Counters copy() {
        return new Counters(events.clone(), numa.clone());
    }

    /** Counts one event. */
    public void count(VmEvent event) {
        events[event.ordinal()]++;
    }

    /** Counts {@code amount} events. */
    public void count(VmEvent event, long amount) {
        events[event.ordinal()] += amount;
    }

    /** The events so far. */
    public long get(VmEvent event) {
        return events[event.ordinal()];
    }

    /** Counts {@code amount} events on a node. */
    public void count(int nid, NumaEvent event, long amount) {
        numa[nid * NUMA_EVENTS + event.ordinal()] += amount;
    }

    /** The events of a node so far, those before the start of the simulation included. */
    public long get(int nid, NumaEvent event) {
        return numa[nid * NUMA_EVENTS + event.ordinal()];
    }

    /**
     * Counts one page for {@code numastat}. Models {@code zone_statistics} (linux-model 15.1).
     *
     * @param preferredNode the node of the first zone of the walk
     * @param nid the node the page is on
     * @param cpuNode the node of the CPU that asked
     */
    public void countPlacement(int preferredNode, int nid, int cpuNode) {
        if (nid == preferredNode) {
            numa[nid * NUMA_EVENTS]++;
        } else {
            numa[nid * NUMA_EVENTS + 1]++;
            numa[preferredNode * NUMA_EVENTS + 2]++;
        }
        numa[nid * NUMA_EVENTS + (nid == cpuNode ? 4 : 5)]++;
    }

    /** Counts a run of pages that all went where they were meant to go. Arguments as for one page. */
    public void countHits(int nid, int cpuNode, int pages) {
        numa[nid * NUMA_EVENTS] += pages;
        numa[nid * NUMA_EVENTS + (nid == cpuNode ? 4 : 5)] += pages;
    }

    /** Counts pages allocated from a zone. @param zoneType ordinal of the zone's type */
    public void countAllocation(int zoneType, int pages) {
        events[VmEvent.PGALLOC_DMA.ordinal() + zoneType] += pages;
    }

    /** All events, indexed by ordinal; a copy. */
    public long[] events() {
        return Arrays.copyOf(events, events.length);
    }
}
