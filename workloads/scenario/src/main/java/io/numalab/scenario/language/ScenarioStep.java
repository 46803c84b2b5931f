package io.numalab.scenario.language;

/**
 * A step and where it comes from.
 *
 * @param step what happens
 * @param text the line as written, with variables replaced
 * @param position the first word of the line
 */
public record ScenarioStep(Step step, String text, SourcePosition position) {
}
