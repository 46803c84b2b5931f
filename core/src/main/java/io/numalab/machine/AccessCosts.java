package io.numalab.machine;

import io.numalab.topology.AccessLatencies;
import io.numalab.topology.MachineSpec;
import io.numalab.topology.Price;
import io.numalab.topology.Prices;
import java.util.Arrays;
import java.util.Map;

/**
 * What an access costs: by the nodes of CPU and memory, and by how much the memory has to do.
 *
 * <p>The idea. An idle node answers after a latency of the matrix. Two things happen under load. Latency rises long
 * before the bandwidth is used up, since requests meet at banks and buses: that is the loaded-latency curve, read with
 * the share of its bandwidth that the node gave in windows of 100 us (the mean of the last window and, with half the
 * weight each, of those before). And no node gives more than its bandwidth: pages that are streamed queue up at the
 * node, one behind the other, so that a stream pays what is longer, its own latencies or the queue. The queue is what
 * makes a slow node the bottleneck of an interleaved task. A single load counts in the windows, not in the queue: a
 * task that waits for each line cannot fill a node.
 *
 * <p>An access is an addition and a look-up; the curve is evaluated once a window for each node whose load changed.
 * Allocates nothing when running; one thread only; depends on virtual time alone.
 */
final class AccessCosts {
    /** What one access moves. */
    static final int LINE_BYTES = 64;
    static final int LINES_PER_PAGE = Work.PAGE_BYTES / LINE_BYTES;

    private static final long WINDOW_NANOS = 100_000;
    private static final double[] LOADS = {0.10, 0.25, 0.50, 0.85, 0.93, 1.00};
    private static final Price[] CURVE = {
        Price.LOADED_10, Price.LOADED_25, Price.LOADED_50, Price.LOADED_85, Price.LOADED_93, Price.LOADED_100
    };

    private final int nodes;
    private final double[] curve = new double[CURVE.length];
    private final double streamLines;
    private final long[] idlePicos;
    private final long[] loadedPicos;
    // Time that a page takes of a node, or of the way from one node to another; 0 for no limit.
    private final long[] pagePicos;
    private final long[] linkPagePicos;
    private final long[] freePicos;
    private final long[] linkFreePicos;
    private final long[] windowBytes;
    private final double[] load;
    private final double[] factor;
    private long windowEndNanos;

    /** @throws IllegalArgumentException if a price is that of a node that does not exist */
    AccessCosts(MachineSpec spec, Prices prices) {
        nodes = spec.nodeCount();
        streamLines = Math.max(1, prices.nanos(Price.STREAM_LINES));
        for (int i = 0; i < CURVE.length; i++) {
            curve[i] = prices.nanos(CURVE[i]) / 100;
        }
        linkPagePicos = new long[nodes * nodes];
        pagePicos = new long[nodes];
        for (int to = 0; to < nodes; to++) {
            boolean cpuless = spec.node(to).cpus().isEmpty();
            pagePicos[to] = pagePicos(prices.nanos(cpuless ? Price.BANDWIDTH_CPULESS : Price.BANDWIDTH));
            for (int from = 0; from < nodes; from++) {
                linkPagePicos[from * nodes + to] = AccessLatencies.isFar(spec, from, to) && !cpuless
                        ? pagePicos(prices.nanos(Price.BANDWIDTH_REMOTE)) : 0;
            }
        }
        prices.ofNodes().forEach(this::replace);
        idlePicos = AccessLatencies.idlePicos(spec, prices);
        loadedPicos = idlePicos.clone();
        freePicos = new long[nodes];
        linkFreePicos = new long[nodes * nodes];
        windowBytes = new long[nodes];
        load = new double[nodes];
        factor = new double[nodes];
        Arrays.fill(factor, 1);
    }

    private void replace(String name, long thousandths) {
        String[] parts = name.split("\\.");
        int first = nid(name, parts[1]);
        if (parts.length == 2) {
            pagePicos[first] = pagePicos(thousandths / 1000.0);
            return;
        }
        int second = nid(name, parts[2]);
        if (!parts[0].equals("ACCESS")) {
            linkPagePicos[first * nodes + second] = pagePicos(thousandths / 1000.0);
        }
    }

    private int nid(String name, String text) {
        int nid = Integer.parseInt(text);
        if (nid >= nodes) {
            throw new IllegalArgumentException(
                    "price " + name + ": node " + nid + ": expected 0 to " + (nodes - 1));
        }
        return nid;
    }

    // A page of 4096 bytes at so many million bytes a second.
    private static long pagePicos(double megabytesPerSecond) {
        return megabytesPerSecond == 0 ? 0 : StrictMath.round(Work.PAGE_BYTES * 1e6 / megabytesPerSecond);
    }

    /** Goes on from where another one of the same machine and prices is. */
    void copyState(AccessCosts other) {
        System.arraycopy(other.loadedPicos, 0, loadedPicos, 0, loadedPicos.length);
        System.arraycopy(other.freePicos, 0, freePicos, 0, freePicos.length);
        System.arraycopy(other.linkFreePicos, 0, linkFreePicos, 0, linkFreePicos.length);
        System.arraycopy(other.windowBytes, 0, windowBytes, 0, windowBytes.length);
        System.arraycopy(other.load, 0, load, 0, load.length);
        System.arraycopy(other.factor, 0, factor, 0, factor.length);
        windowEndNanos = other.windowEndNanos;
    }

    /** A load or store, from a CPU of one node to memory of another. @return picoseconds */
    long line(int from, int to, long nowNanos) {
        if (nowNanos >= windowEndNanos) {
            endWindows(nowNanos);
        }
        windowBytes[to] += LINE_BYTES;
        return loadedPicos[from * nodes + to];
    }

    /** A whole page that is streamed. @return picoseconds until it is through */
    long page(int from, int to, long nowNanos) {
        if (nowNanos >= windowEndNanos) {
            endWindows(nowNanos);
        }
        windowBytes[to] += Work.PAGE_BYTES;
        int way = from * nodes + to;
        long nowPicos = nowNanos * 1000;
        freePicos[to] = Math.max(freePicos[to], nowPicos) + pagePicos[to];
        linkFreePicos[way] = Math.max(linkFreePicos[way], nowPicos) + linkPagePicos[way];
        long queuedPicos = Math.max(freePicos[to], linkFreePicos[way]) - nowPicos;
        return Math.max(queuedPicos, (long) (loadedPicos[way] * LINES_PER_PAGE / streamLines));
    }

    private void endWindows(long nowNanos) {
        long windows = (nowNanos - windowEndNanos) / WINDOW_NANOS + 1;
        for (int nid = 0; nid < nodes; nid++) {
            double moved = (double) windowBytes[nid] / Work.PAGE_BYTES * pagePicos[nid] / (WINDOW_NANOS * 1000);
            // Whatever windows came after the last access were idle.
            load[nid] = StrictMath.scalb((load[nid] + moved) / 2, (int) -Math.min(windows - 1, 1000));
            windowBytes[nid] = 0;
            double now = factor(load[nid]);
            if (now != factor[nid]) {
                factor[nid] = now;
                for (int from = 0; from < nodes; from++) {
                    loadedPicos[from * nodes + nid] = StrictMath.round(idlePicos[from * nodes + nid] * now);
                }
            }
        }
        windowEndNanos += windows * WINDOW_NANOS;
    }

    /** How much longer an access takes than at an idle node, at a share of the bandwidth. */
    private double factor(double share) {
        if (share <= LOADS[0]) {
            return curve[0];
        }
        for (int i = 1; i < LOADS.length; i++) {
            if (share < LOADS[i]) {
                return curve[i - 1] + (curve[i] - curve[i - 1]) * (share - LOADS[i - 1]) / (LOADS[i] - LOADS[i - 1]);
            }
        }
        return curve[LOADS.length - 1];
    }
}
