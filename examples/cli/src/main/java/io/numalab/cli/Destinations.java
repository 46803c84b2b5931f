package io.numalab.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where the results of one command go, checked before the simulation starts. */
final class Destinations {
    private final Map<String, String> places = new LinkedHashMap<>();

    /**
     * Adds an option that names a file.
     *
     * @param file the file, {@code -} for standard output, or null if the option is not given
     * @throws IllegalArgumentException if it cannot be written, or another option names it too
     */
    Destinations add(String option, String file) {
        if (file == null) {
            return this;
        }
        if (file.isEmpty()) {
            throw new IllegalArgumentException(option + " \"\": expected a file");
        }
        places.forEach((other, place) -> {
            if (place.equals(file)) {
                throw new IllegalArgumentException(option + " " + file + ": " + other + " writes to it already");
            }
        });
        if (!file.equals(OutputFile.STDOUT)) {
            OutputFile.check(Path.of(file));
        }
        places.put(option, file);
        return this;
    }

    /** Whether standard output is taken by a result, so that nothing else may be printed there. */
    boolean useStdout() {
        return places.containsValue(OutputFile.STDOUT);
    }

    /** Whether an option is given. */
    boolean has(String option) {
        return places.containsKey(option);
    }

    /** Writes a table that an option may have asked for, and its manifest beside it if it is a file. */
    void writeTable(String option, PrintWriter out, byte[] table, byte[] manifest) throws IOException {
        if (has(option)) {
            write(option, out, table);
            if (!places.get(option).equals(OutputFile.STDOUT)) {
                OutputFile.write(Path.of(places.get(option) + ".manifest.json"), manifest);
            }
        }
    }

    /** Writes what an option asked for. */
    void write(String option, PrintWriter out, byte[] bytes) throws IOException {
        String file = places.get(option);
        if (file.equals(OutputFile.STDOUT)) {
            out.print(new String(bytes, StandardCharsets.UTF_8));
            out.flush();
        } else {
            OutputFile.write(Path.of(file), bytes);
        }
    }
}
