package io.numalab.scenario.access;

import io.numalab.scenario.trace.TraceLines;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text that {@code damo report raw} and {@code damo report access --raw_form} print, with {@code --raw_number} or
 * without: per target the time at which it begins ({@code base_time_absolute}), then paragraphs with
 * {@code monitoring_end} behind that, {@code target_id} and a line for each region,
 * {@code 563ebaa00000-563ebc99e000(  31.617 MiB):        1}, of newer ones {@code 563ebaa00000-563ebc99e000 (  31.617
 * MiB)           1     0}, with the age at the end. Addresses are hexadecimal. Each page of a region counts as used so
 * often as DAMON saw one of it used. Other lines are skipped.
 */
final class DamoReportReader implements AccessReader {
    /** What makes a text one of these. */
    static final String FIELD = "monitoring_end:";

    private static final String BASE = "base_time_absolute:";
    private static final String TARGET = "target_id:";
    private static final Pattern BEGINS_REGION = Pattern.compile("\\s*[0-9a-f]{4,}-[0-9a-f]{4,}[ (].*");
    private static final Pattern REGION = Pattern.compile("\\s*([0-9a-f]{4,15})-([0-9a-f]{4,15})\\s*\\([^()]{1,40}\\):?"
            + "\\s+([0-9,]{1,20})(?:\\s+-?[0-9,]{1,20})?\\s*");

    private final TraceLines lines;
    private String target = "target-0";
    private long baseNanos;
    private long endNanos = -1;

    DamoReportReader(TraceLines lines) {
        this.lines = lines;
    }

    @Override
    public Access next() throws IOException {
        for (String line = lines.next(); line != null; line = lines.next()) {
            if (line.startsWith(BASE)) {
                baseNanos = nanos(line, BASE);
                endNanos = -1;
            } else if (line.startsWith(FIELD)) {
                endNanos = baseNanos + nanos(line, FIELD);
            } else if (line.startsWith(TARGET)) {
                String id = line.substring(TARGET.length()).strip();
                target = "target-" + (id.matches("[0-9]{1,20}") ? id : "0");
            } else if (BEGINS_REGION.matcher(line).matches()) {
                return region(line);
            }
        }
        return null;
    }

    private long nanos(String line, String field) throws IOException {
        String text = line.substring(field.length()).strip();
        long nanos = DamoTime.nanos(text);
        if (nanos == DamoTime.BAD) {
            throw lines.bad(field.length() + 1, DamoTime.EXPECTED, text);
        }
        return nanos;
    }

    private Access region(String line) throws IOException {
        Matcher region = REGION.matcher(line);
        if (!region.matches()) {
            throw lines.bad(1, "a region such as 7f938d7e1000-7f938ddfc000 (   6.105 MiB) 3 10", line.strip());
        }
        long start = Long.parseLong(region.group(1), 16);
        long end = Long.parseLong(region.group(2), 16);
        if (end <= start || end / Access.PAGE_BYTES >= Access.PAGE_LIMIT) {
            throw lines.bad(region.start(1) + 1, "a region whose end lies behind its start",
                    region.group(1) + "-" + region.group(2));
        }
        long times = DamoTime.number(region.group(3));
        if (times == DamoTime.BAD || times > Access.TIMES_MAX) {
            throw lines.bad(region.start(3) + 1, "at most " + Access.TIMES_MAX, region.group(3));
        }
        return Access.ofBytes(target, endNanos, start, end, (int) times);
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
