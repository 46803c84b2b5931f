package io.numalab.scenario.access;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import io.numalab.scenario.trace.TraceFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * The regions of a record of damo (its file types {@code json} and {@code json_compressed}, and {@code damo report
 * access --json}): records with {@code target_id} and {@code snapshots}, these with {@code end_time} and
 * {@code regions}, these with {@code start}, {@code end} and {@code nr_accesses}. Numbers may be texts with commas,
 * times texts with units ({@code 2 m 3 s 456 ms}). What else there is is passed over; nothing but one region is kept.
 *
 * <p>damo writes one target behind the other; a target that begins at an earlier time than the last one ended is played
 * after it.
 */
final class DamoJsonReader implements AccessReader {
    private static final long MISSING = -1;

    private final JsonParser parser;
    private final String file;
    private String target = "target-0";
    private long endNanos = MISSING;
    private long start = MISSING;
    private long end = MISSING;
    private long times = MISSING;

    DamoJsonReader(InputStream json, String file) throws IOException {
        // Left to itself, the parser would take some bytes for UTF-16 or UTF-32.
        parser = new JsonFactory().createParser(new InputStreamReader(json, StandardCharsets.UTF_8));
        this.file = file;
    }

    @Override
    public Access next() throws IOException {
        try {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.END_OBJECT && isRegions(parser.getParsingContext())) {
                    return region();
                } else if (token.isScalarValue() && parser.getParsingContext().inObject()) {
                    take(parser.currentName(), parser.getText());
                }
            }
            return null;
        } catch (JsonProcessingException malformed) {
            throw bad("JSON as damo writes it", malformed.getOriginalMessage());
        }
    }

    private static boolean isRegions(JsonStreamContext context) {
        return context.inArray() && "regions".equals(context.getParent().getCurrentName());
    }

    private void take(String name, String text) throws IOException {
        switch (name) {
            case "target_id" -> target = "target-" + (text.matches("[0-9]{1,20}") ? text : "0");
            case "end_time" -> endNanos = nanos(text);
            case "start" -> start = number(text, Long.MAX_VALUE);
            case "end" -> end = number(text, Long.MAX_VALUE);
            case "samples", "nr_accesses" -> times = number(text, Access.TIMES_MAX);
            default -> { }
        }
    }

    private Access region() throws IOException {
        if (start == MISSING || times == MISSING || end <= start || end / Access.PAGE_BYTES >= Access.PAGE_LIMIT) {
            throw bad("a region with start, a larger end, and nr_accesses", "start " + start + ", end " + end);
        }
        Access access = Access.ofBytes(target, endNanos, start, end, (int) times);
        start = MISSING;
        end = MISSING;
        times = MISSING;
        return access;
    }

    private long number(String text, long most) throws IOException {
        long number = DamoTime.number(text);
        if (number == DamoTime.BAD || number > most) {
            throw bad("a number from 0 to " + most, text);
        }
        return number;
    }

    private long nanos(String text) throws IOException {
        long nanos = DamoTime.nanos(text);
        if (nanos == DamoTime.BAD) {
            throw bad(DamoTime.EXPECTED, text);
        }
        return nanos;
    }

    private TraceFormatException bad(String expected, String found) {
        return new TraceFormatException(file, lines(), parser.currentLocation().getColumnNr(), expected, found);
    }

    @Override
    public long lines() {
        return parser.currentLocation().getLineNr();
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
