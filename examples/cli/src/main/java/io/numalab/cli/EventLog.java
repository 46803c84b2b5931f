package io.numalab.cli;

import io.numalab.scenario.trace.FtraceWriter;
import io.numalab.stat.EventSink;
import io.numalab.topology.MachineSpec;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The file of {@code --events} or {@code --ftrace}, or nothing if neither is given. One thread only. */
final class EventLog implements AutoCloseable {
    private final OutputFile file;
    private final Writer writer;
    private EventSink sink;

    private EventLog(OutputFile file, Writer writer) {
        this.file = file;
        this.writer = writer;
    }

    /** Opens a log of JSON Lines. @param name the file, {@code -} for {@code out}, null for none */
    static EventLog json(String name, PrintWriter out, Reproduction reproduction) throws IOException {
        EventLog log = open(name, out);
        if (log.writer != null) {
            log.writer.write(EventLines.head(reproduction));
            log.sink = new EventLines(log.writer);
        }
        return log;
    }

    /** Opens a log in the text of ftrace. @param spec the machine that will report */
    static EventLog ftrace(String name, PrintWriter out, Reproduction reproduction, MachineSpec spec)
            throws IOException {
        EventLog log = open(name, out);
        for (String line : reproduction.lines()) {
            log.writer.write("# " + line + "\n");
        }
        log.sink = new FtraceWriter(log.writer, spec);
        return log;
    }

    private static EventLog open(String name, PrintWriter out) throws IOException {
        if (name == null || name.equals(OutputFile.STDOUT)) {
            return new EventLog(null, name == null ? null : out);
        }
        OutputFile file = OutputFile.open(Path.of(name));
        return new EventLog(file,
                new BufferedWriter(new OutputStreamWriter(file.stream(), StandardCharsets.UTF_8), 1 << 16));
    }

    /** What the machine reports to; null if nobody wants to know. */
    EventSink sink() {
        return sink;
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
