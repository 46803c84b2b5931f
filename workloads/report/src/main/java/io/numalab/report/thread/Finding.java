package io.numalab.report.thread;

import io.numalab.report.page.Chart;
import java.util.List;

/**
 * What the runs say about a claim or question.
 *
 * @param heading the claim or question
 * @param answer a sentence or two, worded by what was measured
 * @param columns of the table; the first names the rows
 * @param rows of the table, as many cells as columns
 * @param charts the figure: one, or several of the same kind to be compared
 * @param source which preset at which scale
 * @param assumptions a line each
 */
public record Finding(String heading, String answer, List<String> columns, List<List<String>> rows, List<Chart> charts,
        String source, List<String> assumptions) {

    /** A finding with one chart. */
    public Finding(String heading, String answer, List<String> columns, List<List<String>> rows, Chart chart,
            String source, List<String> assumptions) {
        this(heading, answer, columns, rows, List.of(chart), source, assumptions);
    }

    /** Copies the lists. */
    public Finding {
        columns = List.copyOf(columns);
        charts = List.copyOf(charts);
        rows = rows.stream().map(List::copyOf).toList();
        assumptions = List.copyOf(assumptions);
    }
}
