package io.numalab.tck;

import io.numalab.scenario.language.Scenario;
import java.util.List;

/**
 * A machine and what happens on it, as a scenario.
 *
 * @param header the lines with {@code @}
 * @param steps one a line
 */
record Case(List<String> header, List<String> steps) {

    String text() {
        return String.join("\n", header) + "\n" + String.join("\n", steps) + "\n";
    }

    Scenario scenario() {
        return Scenario.parse("case.scn", text());
    }

    /** The same without one step. */
    Case without(int step) {
        List<String> fewer = new java.util.ArrayList<>(steps);
        fewer.remove(step);
        return new Case(header, List.copyOf(fewer));
    }
}
