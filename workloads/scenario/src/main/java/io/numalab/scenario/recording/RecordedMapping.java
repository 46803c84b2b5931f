package io.numalab.scenario.recording;

import java.util.List;

/**
 * Where the pages of an anonymous or shared mapping are.
 *
 * @param task the owner
 * @param name of the mapping
 * @param pages its length
 * @param pagesPerNode by node
 * @param pagesByOrder by node and by slice in touch order; empty if not recorded
 */
public record RecordedMapping(
        String task, String name, long pages, List<Long> pagesPerNode, List<List<Long>> pagesByOrder) {
    /** The key it is compared under. */
    String key() {
        return task + ":" + name;
    }
}
