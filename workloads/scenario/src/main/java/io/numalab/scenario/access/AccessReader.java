package io.numalab.scenario.access;

import io.numalab.scenario.trace.TraceFormatException;
import io.numalab.scenario.trace.TraceLines;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The accesses of a trace, one after another. One thread only. */
public interface AccessReader extends AutoCloseable {

    /**
     * The next access.
     *
     * @return null at the end
     * @throws TraceFormatException if the trace is malformed
     */
    Access next() throws IOException;

    /** How many lines have been read. */
    long lines();

    @Override
    void close() throws IOException;

    /**
     * Reads a trace in the form it has: JSON of damo if it begins with a bracket, lines of DAMON's tracepoint or the
     * text of damo's raw report if the first {@value TraceLines#LINE_MAX} bytes have one, else CSV.
     *
     * @param unpacked closed with the reader
     * @param file the name for complaints
     */
    static AccessReader open(InputStream unpacked, String file) throws IOException {
        BufferedInputStream bytes = new BufferedInputStream(unpacked, 2 * TraceLines.LINE_MAX);
        bytes.mark(TraceLines.LINE_MAX);
        String head = new String(bytes.readNBytes(TraceLines.LINE_MAX), StandardCharsets.ISO_8859_1);
        bytes.reset();
        String begin = head.stripLeading();
        if (begin.startsWith("[") || begin.startsWith("{")) {
            return new DamoJsonReader(bytes, file);
        }
        TraceLines lines = new TraceLines(bytes, file);
        if (head.contains(DamonEventReader.EVENT)) {
            return new DamonEventReader(lines);
        }
        return head.contains(DamoReportReader.FIELD) ? new DamoReportReader(lines) : new CsvAccessReader(lines);
    }
}
