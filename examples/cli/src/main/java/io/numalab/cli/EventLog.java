package io.numalab.cli;

import io.numalab.stat.EventSink;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The file of {@code --events}, or nothing if the option is not given. One thread only. */
final class EventLog implements AutoCloseable {
    private final OutputFile file;
    private final Writer writer;
    private final EventLines lines;

    private EventLog(OutputFile file, Writer writer, Reproduction reproduction) throws IOException {
        this.file = file;
        this.writer = writer;
        lines = writer == null ? null : new EventLines(writer);
        if (writer != null) {
            writer.write(EventLines.head(reproduction));
        }
    }

    /** Opens a log. @param name the file, {@code -} for {@code out}, null for none */
    static EventLog open(String name, PrintWriter out, Reproduction reproduction) throws IOException {
        if (name == null || name.equals(OutputFile.STDOUT)) {
            return new EventLog(null, name == null ? null : out, reproduction);
        }
        OutputFile file = OutputFile.open(Path.of(name));
        Writer writer = new BufferedWriter(new OutputStreamWriter(file.stream(), StandardCharsets.UTF_8), 1 << 16);
        return new EventLog(file, writer, reproduction);
    }

    /** What the machine reports to; null if nobody wants to know. */
    EventSink sink() {
        return lines;
    }

    /** Everything has happened: puts the file in its place. */
    void commit() throws IOException {
        if (writer != null) {
            writer.flush();
        }
        if (file != null) {
            file.commit();
        }
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }
}
