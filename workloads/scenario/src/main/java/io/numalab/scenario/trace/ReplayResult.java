package io.numalab.scenario.trace;

/**
 * What a replay of a trace gave.
 *
 * @param lines lines read
 * @param requests requests played, failed ones included
 * @param frees blocks given back, those included that the trace handed out again without a free
 * @param unknownFrees frees of pages that the trace did not allocate: they were in use before it began
 * @param lostEvents events that the tracing tool says it lost
 * @param pages pages by recorded node (row) and simulated node (column); behind the nodes come, as row, requests that
 *     failed in the trace and pages whose frame lies in no zone, as column, requests that failed here
 * @param kswapdWoke times kswapd began to run in the trace
 * @param kswapdCalled times it was called in the trace
 * @param directReclaimed pages reclaimed directly in the trace
 * @param nodeReclaimed pages reclaimed by node_reclaim in the trace
 * @param simulatedKswapdRuns runs of kswapd here
 * @param simulatedReclaimed pages reclaimed by tasks here
 */
public record ReplayResult(
        long lines, long requests, long frees, long unknownFrees, long lostEvents, long[][] pages, long kswapdWoke,
        long kswapdCalled, long directReclaimed, long nodeReclaimed, long simulatedKswapdRuns,
        long simulatedReclaimed) {

    /** Pages that landed on the node the kernel chose, too. */
    public long agreedPages() {
        long sum = 0;
        for (int nid = 0; nid < pages[0].length - 1; nid++) {
            sum += pages[nid][nid];
        }
        return sum;
    }

    /** Pages that both the kernel and the simulation put somewhere. */
    public long placedPages() {
        long sum = 0;
        for (int row = 0; row < pages[0].length - 1; row++) {
            for (int nid = 0; nid < pages[0].length - 1; nid++) {
                sum += pages[row][nid];
            }
        }
        return sum;
    }
}
