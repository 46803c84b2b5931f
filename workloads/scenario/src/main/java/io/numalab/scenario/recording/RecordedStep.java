package io.numalab.scenario.recording;

import java.util.List;
import java.util.Map;

/**
 * What is compared of one step. Counters that are absent in the file are 0; the maps keep the order of the file.
 *
 * @param text the line of the scenario
 * @param ends how each task that finished something ended, by task
 * @param nodes by node id
 * @param zones in the order of the file
 * @param mappings anonymous and shared ones, by {@code task:name}
 * @param files the resident files by name
 * @param kswapdPages pages kswapd reclaimed in this step
 * @param directPages pages reclaimed by tasks in this step
 * @param nodeReclaimPages of these, by {@code node_reclaim}
 */
record RecordedStep(
        String text, Map<String, End> ends, List<NodeState> nodes, List<ZoneState> zones,
        Map<String, RecordedMapping> mappings, Map<String, FileState> files, long kswapdPages, long directPages,
        long nodeReclaimPages) {

    /** How a task ended: 0, a negative errno, {@code died} or {@code skipped}, and after how many bytes. */
    record End(String status, long bytes) {
    }

    /** The compared gauges and {@code numastat} of a node, in pages. */
    record NodeState(long freePages, long filePages, long missPages, long foreignPages, long otherNodePages) {
    }

    /** The compared gauges of a zone. */
    record ZoneState(int nid, long perCpuPages, long managedPages) {
    }

    /** Which part of a file is in the page cache. */
    record FileState(long pages, List<Long> residentByOffset) {
    }

    /** Free pages of a node, those on per-CPU lists included. */
    long availablePages(int nid) {
        long pages = nid < nodes.size() ? nodes.get(nid).freePages() : 0;
        for (ZoneState zone : zones) {
            pages += zone.nid() == nid ? zone.perCpuPages() : 0;
        }
        return pages;
    }

    /** Whether the step only started something. */
    boolean background() {
        return text.startsWith("bg ");
    }
}
