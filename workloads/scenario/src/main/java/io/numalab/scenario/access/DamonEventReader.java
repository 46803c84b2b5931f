package io.numalab.scenario.access;

import io.numalab.scenario.trace.TraceLines;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What DAMON counted in an aggregation interval, as {@code perf script}, ftrace and trace-cmd print its tracepoint:
 * {@code damon:damon_aggregated: target_id=0 nr_regions=11 122509119488-135708762112: 3 864}. Each page of the region
 * counts as used so often as DAMON saw one of it used; older kernels print no age behind that number. Other lines are
 * skipped.
 */
final class DamonEventReader implements AccessReader {
    /** What makes a line one of these. */
    static final String EVENT = "damon_aggregated:";

    private static final Pattern FIELDS = Pattern.compile("\\s*target_id=([0-9]{1,20})\\s+nr_regions=[0-9]+"
            + "\\s+([0-9]{1,18})-([0-9]{1,18}):\\s+([0-9]{1,9})(?:\\s.*)?");
    private static final Pattern TIME = Pattern.compile("([0-9]{1,9})\\.([0-9]{1,9}):");

    private final TraceLines lines;

    DamonEventReader(TraceLines lines) {
        this.lines = lines;
    }

    @Override
    public Access next() throws IOException {
        for (String line = lines.next(); line != null; line = lines.next()) {
            int event = line.indexOf(EVENT);
            if (event >= 0) {
                return parse(line, event);
            }
        }
        return null;
    }

    private Access parse(String line, int event) {
        String text = line.substring(event + EVENT.length());
        Matcher fields = FIELDS.matcher(text);
        if (!fields.matches()) {
            throw lines.bad(event + EVENT.length() + 1, "target_id=N nr_regions=N START-END: COUNT", text);
        }
        long start = Long.parseLong(fields.group(2));
        long end = Long.parseLong(fields.group(3));
        int times = Integer.parseInt(fields.group(4));
        int column = event + EVENT.length() + fields.start(2) + 1;
        if (end <= start || end / Access.PAGE_BYTES >= Access.PAGE_LIMIT) {
            throw lines.bad(column, "a region whose end lies behind its start",
                    fields.group(2) + "-" + fields.group(3));
        }
        if (times > Access.TIMES_MAX) {
            throw lines.bad(event + EVENT.length() + fields.start(4) + 1, "at most " + Access.TIMES_MAX,
                    fields.group(4));
        }
        return Access.ofBytes("target-" + fields.group(1), timeNanos(line.substring(0, event)), start, end, times);
    }

    private static long timeNanos(String head) {
        Matcher time = TIME.matcher(head);
        return time.find() ? Long.parseLong(time.group(1)) * 1_000_000_000L
                + Long.parseLong((time.group(2) + "00000000").substring(0, 9)) : -1;
    }

    @Override
    public long lines() {
        return lines.number();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
