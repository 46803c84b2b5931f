package io.numalab.report.page;

import java.util.ArrayList;
import java.util.List;

/** A table of a page: a heading a row, then cells with an optional second line. Not thread-safe. */
public final class ReportTable {
    private final StringBuilder head = new StringBuilder();
    private final StringBuilder rows = new StringBuilder();
    private final List<Boolean> textual = new ArrayList<>();

    /** Whether a difference is good. */
    public enum Tone {
        /** Neither. */
        NEUTRAL(""),
        /** Good: green. */
        BETTER("better"),
        /** Bad: red. */
        WORSE("worse");

        private final String style;

        Tone(String style) {
            this.style = style;
        }
    }

    /**
     * A cell.
     *
     * @param text the figure
     * @param note a second, smaller line; may be empty
     * @param tone of the note
     */
    public record Cell(String text, String note, Tone tone) {

        /** A cell without a note. */
        public static Cell of(String text) {
            return new Cell(text, "", Tone.NEUTRAL);
        }

        /** The same figure with a note. */
        public Cell note(String newNote, Tone newTone) {
            return new Cell(text, newNote, newTone);
        }
    }

    /** A table without columns. @param rowHeading what the first cell of each row names */
    public ReportTable(String rowHeading) {
        head.append("<th scope=\"col\" class=\"text\">").append(Html.text(rowHeading)).append("</th>");
    }

    /** A column of figures. @param unit printed below its name, may be empty */
    public ReportTable column(String name, String unit) {
        textual.add(false);
        head.append("<th scope=\"col\">").append(Html.text(name))
                .append(unit.isEmpty() ? "" : "<span class=\"unit\">" + Html.text(unit) + "</span>").append("</th>");
        return this;
    }

    /** A column of texts. */
    public ReportTable textColumn(String name) {
        textual.add(true);
        head.append("<th scope=\"col\" class=\"text\">").append(Html.text(name)).append("</th>");
        return this;
    }

    /**
     * A row.
     *
     * @throws IllegalArgumentException if it has not one cell for each column
     */
    public ReportTable row(String heading, Cell... cells) {
        return add("", heading, "", cells);
    }

    /** A row that the others are compared with, set apart. */
    public ReportTable baseline(String heading, Cell... cells) {
        return add(" class=\"baseline\"", heading, "<span class=\"note\">baseline</span>", cells);
    }

    private ReportTable add(String style, String heading, String note, Cell... cells) {
        if (cells.length != textual.size()) {
            throw new IllegalArgumentException(
                    "row " + heading + " has " + cells.length + " cells: expected " + textual.size());
        }
        rows.append("<tr").append(style).append("><th scope=\"row\" class=\"text\">").append(Html.breakable(heading))
                .append(note).append("</th>");
        for (int i = 0; i < cells.length; i++) {
            String styles = (textual.get(i) ? "text " : "") + cells[i].tone().style;
            rows.append(styles.isBlank() ? "<td>" : "<td class=\"" + styles.strip() + "\">")
                    .append(Html.text(cells[i].text()))
                    .append(cells[i].note().isEmpty() ? "" : "<span class=\"note\">" + Html.text(cells[i].note())
                            + "</span>")
                    .append("</td>");
        }
        rows.append("</tr>\n");
        return this;
    }

    String html() {
        return "<div class=\"scroll\" tabindex=\"0\"><table>\n<thead><tr>" + head + "</tr></thead>\n<tbody>\n" + rows
                + "</tbody>\n</table></div>\n";
    }
}
