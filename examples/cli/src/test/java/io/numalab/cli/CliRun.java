package io.numalab.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** What a command printed and how it ended. */
record CliRun(int status, String out, String err) {

    /** Runs a command in this process. */
    static CliRun of(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Numalab.execute(new PrintWriter(out), new PrintWriter(err),
                Stream.of(arguments).map(Object::toString).toArray(String[]::new));
        return new CliRun(status, out.toString(), err.toString());
    }

    /** A recording of the test resources, unpacked into a folder. */
    static Path recording(Path folder, String name) throws IOException {
        Path file = folder.resolve(name + ".json");
        try (InputStream packed = CliRun.class.getResourceAsStream("/recordings/" + name + ".json.gz");
                GZIPInputStream stream = new GZIPInputStream(packed)) {
            Files.copy(stream, file);
        }
        return file;
    }

    /** The names of the files in a folder, sorted. */
    static List<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
