package io.numalab.scenario.trace;

/** Adds up what a replay saw and did. One thread only. */
final class ReplayCount {
    /** In place of a node: the request failed, or nobody knows. */
    static final int FAILED = -2;

    private final long[][] pages;
    private final int failed;
    long frees;
    long unknownFrees;
    private long requests;
    private long lostEvents;
    private long kswapdWoke;
    private long kswapdCalled;
    private long directReclaimed;
    private long nodeReclaimed;

    ReplayCount(int nodes) {
        pages = new long[nodes + 2][nodes + 1];
        failed = nodes;
    }

    /** Counts a request. @param recorded and simulated a node, {@link #FAILED}, or -1 for a frame of no zone */
    void add(int recorded, int simulated, int order) {
        requests++;
        int row = recorded == FAILED ? failed : recorded == PfnRanges.NOWHERE ? failed + 1 : recorded;
        pages[row][simulated == FAILED ? failed : simulated] += 1L << order;
    }

    /** Counts what the trace says of reclaim, and what it lost. */
    void add(TraceEvent event) {
        switch (event.kind()) {
            case KSWAPD_WOKE -> kswapdWoke++;
            case KSWAPD_CALLED -> kswapdCalled++;
            case DIRECT_RECLAIM_ENDED -> directReclaimed += event.count();
            case NODE_RECLAIM_ENDED -> nodeReclaimed += event.count();
            case LOST -> lostEvents += event.count();
            default -> throw new IllegalArgumentException(event + ": expected an event of reclaim");
        }
    }

    ReplayResult result(long lines, long simulatedKswapdRuns, long simulatedReclaimed) {
        long[][] copy = new long[pages.length][];
        for (int row = 0; row < copy.length; row++) {
            copy[row] = pages[row].clone();
        }
        return new ReplayResult(lines, requests, frees, unknownFrees, lostEvents, copy, kswapdWoke, kswapdCalled,
                directReclaimed, nodeReclaimed, simulatedKswapdRuns, simulatedReclaimed);
    }
}
