package io.numalab.scenario.language;

/**
 * A place in a scenario file.
 *
 * @param file the name of the file as the user gave it
 * @param line 1 for the first line; 0 if the whole file is meant
 * @param column 1 for the first character of the line; 0 if the whole line is meant
 */
public record SourcePosition(String file, int line, int column) {

    /** The place as compilers print it: {@code file:line:column}. */
    @Override
    public String toString() {
        if (line == 0) {
            return file;
        }
        return column == 0 ? file + ":" + line : file + ":" + line + ":" + column;
    }
}
