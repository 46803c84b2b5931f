package io.numalab.report.page;

/**
 * A chart of a page.
 *
 * @param title what it shows; also what a screen reader says
 * @param caption a sentence more, may be empty
 * @param spec a Vega-Lite specification in JSON with its data in it, without {@code $schema}; colours are best the
 *     variables of the page's style sheet, {@code var(--s1)} to {@code var(--s8)}, which follow light, dark and print
 */
public record Chart(String title, String caption, String spec) {
}
