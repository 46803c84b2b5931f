package io.numalab.stat;

import java.util.Arrays;

/**
 * The event counters of one machine. Increments are array stores; nothing allocates. One thread only.
 */
public final class Counters {
    private static final int NUMA_EVENTS = NumaEvent.values().length;

    private final long[] events;
    private final long[] numa;

    /** All zero. @param zoneCount zones of the machine */
    public Counters(int zoneCount) {
        this(new long[VmEvent.values().length], new long[zoneCount * NUMA_EVENTS]);
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

    /** Counts {@code amount} events in a zone. @param zone its index */
    public void count(int zone, NumaEvent event, long amount) {
        numa[zone * NUMA_EVENTS + event.ordinal()] += amount;
    }

    /** The events of a zone so far, those before the start of the simulation included. @param zone its index */
    public long get(int zone, NumaEvent event) {
        return numa[zone * NUMA_EVENTS + event.ordinal()];
    }

    /**
     * Counts one page for {@code numastat}. Models {@code zone_statistics} (linux-model 15.1).
     *
     * @param preferred index of the first zone of the walk
     * @param zone index of the zone the page is in
     * @param hit whether both are of one node
     * @param local whether the CPU that asked is of the node of the page
     */
    public void countPlacement(int preferred, int zone, boolean hit, boolean local) {
        if (hit) {
            numa[zone * NUMA_EVENTS]++;
        } else {
            numa[zone * NUMA_EVENTS + 1]++;
            numa[preferred * NUMA_EVENTS + 2]++;
        }
        numa[zone * NUMA_EVENTS + (local ? 4 : 5)]++;
    }

    /** Counts a run of pages that all went where they were meant to go. Arguments as for one page. */
    public void countHits(int zone, boolean local, int pages) {
        numa[zone * NUMA_EVENTS] += pages;
        numa[zone * NUMA_EVENTS + (local ? 4 : 5)] += pages;
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
