package io.numalab.cli;

import picocli.CommandLine.Option;

/** The option of every command that has anything random. */
final class SeedOption {
    @Option(names = "--seed", paramLabel = "N", defaultValue = "1",
            description = "Seed of everything random (default: ${DEFAULT-VALUE}).")
    private long seed;

    /** The seed. */
    long seed() {
        return seed;
    }
}
