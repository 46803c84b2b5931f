package io.numalab.cli;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/** A JSON object on one line. One thread only. */
final class JsonLine {
    private final JsonStringEncoder encoder = JsonStringEncoder.getInstance();
    private final StringBuilder line = new StringBuilder("{");

    /** Forgets everything. */
    void clear() {
        line.setLength(1);
    }

    /** Adds a number. */
    JsonLine number(String name, long value) {
        key(name).append(value);
        return this;
    }

    /** Adds a text. */
    JsonLine text(String name, String value) {
        key(name).append('"');
        encoder.quoteAsString(value, line);
        line.append('"');
        return this;
    }

    /** Adds a value that is JSON already. */
    JsonLine raw(String name, String json) {
        key(name).append(json);
        return this;
    }

    private StringBuilder key(String name) {
        return line.append(line.length() == 1 ? "\"" : ",\"").append(name).append("\":");
    }

    /** The whole line with its line end. */
    String end() {
        return line + "}\n";
    }
}
