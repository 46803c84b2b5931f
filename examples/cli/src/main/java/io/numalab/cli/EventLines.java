package io.numalab.cli;

import io.numalab.spi.GfpFlags;
import io.numalab.spi.NodeMask;
import io.numalab.spi.PageKind;
import io.numalab.spi.Verdict;
import io.numalab.spi.WatermarkLevel;
import io.numalab.spi.ZoneType;
import io.numalab.stat.EventSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;

/**
 * One JSON object a line for each decision. Every line has {@code t}, the virtual time in nanoseconds, and
 * {@code event}; what was asked stands before what was answered or done.
 */
final class EventLines implements EventSink {
    private final Writer writer;
    private final JsonLine line = new JsonLine();
    private long lastNanos;

    EventLines(Writer writer) {
        this.writer = writer;
    }

    /** The first line of a log: version, seed and command. */
    static String head(Reproduction reproduction) {
        return new JsonLine().text("version", Version.text()).number("seed", reproduction.seed())
                .text("command", reproduction.command()).end();
    }

    private JsonLine begin(long nowNanos, String event) {
        line.clear();
        lastNanos = nowNanos;
        return line.number("t", nowNanos).text("event", event);
    }

    private void write(JsonLine complete) {
        try {
            writer.write(complete.end());
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    @Override
    public void allocated(
            long nowNanos, String who, int cpu, PageKind kind, int gfp, int order, int preferredNode, int nid,
            ZoneType zone, int frame) {
        write(begin(nowNanos, "allocated").text("who", who).number("cpu", cpu).text("kind", kind.name())
                .text("gfp", GfpFlags.format(gfp)).number("order", order).number("preferred_node", preferredNode)
                .number("node", nid).text("zone", zone.kernelName()).number("frame", frame));
    }

    @Override
    public void failed(
            long nowNanos, String who, int cpu, PageKind kind, int gfp, int order, int preferredNode) {
        write(begin(nowNanos, "failed").text("who", who).number("cpu", cpu).text("kind", kind.name())
                .text("gfp", GfpFlags.format(gfp)).number("order", order).number("preferred_node", preferredNode));
    }

    @Override
    public void pressure(
            long nowNanos, String who, int nid, ZoneType zone, WatermarkLevel level, long freePages, long neededPages,
            Verdict answer) {
        write(begin(nowNanos, "pressure").text("who", who).number("node", nid).text("zone", zone.kernelName())
                .text("mark", level.name()).number("free", freePages).number("needed", neededPages)
                .text("answer", answer.toString()));
    }

    @Override
    public void reclaimed(long nowNanos, String who, String cause, int nid, long scannedPages, long reclaimedPages) {
        write(begin(nowNanos, "reclaimed").text("who", who).text("cause", cause).number("node", nid)
                .number("scanned", scannedPages).number("reclaimed", reclaimedPages));
    }

    @Override
    public void freed(int cpu, int frame) {
        line.clear();
        write(line.number("t", lastNanos).text("event", "freed").number("cpu", cpu).number("frame", frame));
    }

    @Override
    public void demoting(long nowNanos, int cpu, int nid, int frame) {
        write(begin(nowNanos, "demoting").number("cpu", cpu).number("node", nid).number("frame", frame));
    }

    @Override
    public void kswapdCalled(long nowNanos, int nid) {
        write(begin(nowNanos, "kswapd_called").number("node", nid));
    }

    @Override
    public void kswapdWoke(long nowNanos, int nid) {
        write(begin(nowNanos, "kswapd_woke").number("node", nid));
    }

    @Override
    public void kswapdSlept(long nowNanos, int nid) {
        write(begin(nowNanos, "kswapd_slept").number("node", nid));
    }

    @Override
    public void killed(long nowNanos, String who, String victim) {
        write(begin(nowNanos, "killed").text("who", who).text("victim", victim));
    }

    @Override
    public void walking(
            long nowNanos, String who, PageKind kind, int gfp, WatermarkLevel level, NodeMask allowed) {
        write(begin(nowNanos, "walking").text("who", who).text("kind", kind.name()).text("gfp", GfpFlags.format(gfp))
                .text("mark", level.name()).text("nodes", allowed == null ? "all" : allowed.toString()));
    }

    @Override
    public void reclaiming(long nowNanos, String who, String cause, int nid) {
        write(begin(nowNanos, "reclaiming").text("who", who).text("cause", cause).number("node", nid));
    }

    @Override
    public void evicted(long nowNanos, String who, String cause, int nid, int frame, int flagsBefore) {
        write(begin(nowNanos, "evicted").text("who", who).text("cause", cause).number("node", nid)
                .number("frame", frame));
    }
}
