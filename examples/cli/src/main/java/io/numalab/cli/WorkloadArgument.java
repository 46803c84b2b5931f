package io.numalab.cli;

import io.numalab.scenario.language.Scenario;
import io.numalab.scenario.language.Variation;
import io.numalab.scenario.play.Presets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A workload as commands take it: the name of a preset, or the file of a scenario. */
final class WorkloadArgument {

    private WorkloadArgument() {
    }

    /**
     * Parses it.
     *
     * @throws IllegalArgumentException if it is neither, or not understood
     * @throws UncheckedIOException if the file cannot be read
     */
    static Scenario read(String workload, Variation variation) {
        if (Presets.names().contains(workload)) {
            return Presets.load(workload, variation);
        }
        if (!workload.endsWith(".scn") && !Files.exists(Path.of(workload))) {
            throw new IllegalArgumentException("preset " + workload + ": expected one of "
                    + String.join(", ", Presets.names()) + ", or the file of a scenario");
        }
        try {
            return Scenario.read(Path.of(workload), variation);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
