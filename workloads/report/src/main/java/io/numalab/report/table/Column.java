package io.numalab.report.table;

/**
 * A column of a table.
 *
 * @param name as in the file: lower-case letters, digits and underscores
 * @param type {@code text}, {@code integer} or {@code number}
 * @param doc what it says, in a line
 */
public record Column(String name, String type, String doc) {

    /** A column of texts. */
    public static Column text(String name, String doc) {
        return new Column(name, "text", doc);
    }

    /** A column of whole numbers. */
    public static Column integer(String name, String doc) {
        return new Column(name, "integer", doc);
    }

    /** A column of decimal numbers. */
    public static Column number(String name, String doc) {
        return new Column(name, "number", doc);
    }
}
