package io.numalab.cli;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of a command that plays many presets, smaller than they are. */
final class PresetOptions {
    @Mixin
    private SeedOption seed;

    @Option(names = "--scale", paramLabel = "X", defaultValue = "1/64",
            description = "Factor on all sizes of the presets (default: ${DEFAULT-VALUE}).")
    private String scale;

    /** The seed. */
    long seed() {
        return seed.seed();
    }

    /** The factor as it was given. */
    String scale() {
        return scale;
    }

    /** The factor. @throws IllegalArgumentException if it is none */
    double factor() {
        return SimulationOptions.factor("--scale", scale);
    }
}
