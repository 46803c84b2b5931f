package io.numalab.topology;

/**
 * Everything that has a price, most of it virtual time. The values stand in the two lists of {@link Prices}; those of
 * an access and of bandwidth can be replaced for a pair of nodes or a node, see {@link Prices#with(String, double)}.
 */
public enum Price {
    /** The first touch of a page of private anonymous memory: trap, zeroing, mapping. */
    ANON_FAULT,
    /** The same for a huge page of 512 pages. */
    HUGE_FAULT,
    /** The first touch of a page of shared anonymous memory (tmpfs). */
    SHARED_FAULT,
    /** A page of a file that comes from disk, in sequence with others, read by {@code read()} or a mapping. */
    FILE_READ,
    /** A page of a file that comes from disk alone, without readahead. */
    FILE_READ_RANDOM,
    /** A page of a file that {@code read()} finds in the page cache. */
    FILE_HIT,
    /** A page of a file that is written into the page cache. */
    FILE_WRITE,
    /** A fault that only maps what is in memory: a page, or the 16 pages around it for a file. */
    MAP_FAULT,
    /** A task's call of node or direct reclaim, whatever comes of it. */
    RECLAIM_CALL,
    /** A page that reclaim in a task's context looks at. */
    RECLAIM_SCAN,
    /** A page that reclaim in a task's context frees, on top of looking at it. */
    RECLAIM_FREE,
    /** A mapped page that reclaim takes out of a page table. */
    RECLAIM_UNMAP,
    /** A page that kswapd looks at. */
    KSWAPD_SCAN,
    /** A page that kswapd frees, on top of looking at it. */
    KSWAPD_FREE,
    /** The time from waking kswapd until it runs. */
    KSWAPD_WAKE,
    /** A page written to swap. */
    SWAP_WRITE,
    /** A page read back from swap at a fault. */
    SWAP_READ,
    /** A dirty page of a file that the flusher writes to disk. */
    WRITEBACK,
    /** A page moved to another node. */
    MIGRATE,
    /** A fault that only tells NUMA balancing who uses a page. */
    HINT_FAULT,
    /** A load from a page on the node of the CPU, nobody else using it. */
    ACCESS_LOCAL,
    /** The same from another node with CPUs that is nearer than the distance of two sockets (20): the same socket. */
    ACCESS_NEAR,
    /** The same from any other node with CPUs. */
    ACCESS_REMOTE,
    /** The same from a node without CPUs: a memory expander. */
    ACCESS_CPULESS,
    /** What the memory of a node with CPUs transfers in MB/s (10^6 bytes); 0 for no limit. */
    BANDWIDTH("MB/s"),
    /** The same for a node without CPUs. */
    BANDWIDTH_CPULESS("MB/s"),
    /** What one node reads from another that is a socket away (distance 20 or more), in MB/s; 0 for no limit. */
    BANDWIDTH_REMOTE("MB/s"),
    /** The latency at a tenth of the bandwidth, in percent of that of an idle node. Below: as at a tenth. */
    LOADED_10("%"),
    /** The same at a quarter of the bandwidth; between two points the latency rises evenly. */
    LOADED_25("%"),
    /** The same at half the bandwidth. */
    LOADED_50("%"),
    /** The same at 85 % of it. */
    LOADED_85("%"),
    /** The same at 93 % of it. */
    LOADED_93("%"),
    /** The same at all of it. */
    LOADED_100("%"),
    /** Cache lines that a task has under way when it streams through memory; a single access waits for its own. */
    STREAM_LINES("lines");

    private final String unit;

    Price() {
        this("ns");
    }

    Price(String unit) {
        this.unit = unit;
    }

    /** What its value is counted in: {@code ns}, {@code MB/s}, {@code %} or {@code lines}. */
    public String unit() {
        return unit;
    }
}
