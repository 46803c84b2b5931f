package io.numalab.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code numalab trace}. */
@Command(name = "trace", mixinStandardHelpOptions = true, versionProvider = Version.class,
        description = "Plays recorded traces.", subcommands = {TraceAccessCommand.class, TraceKmemCommand.class,
            TraceLruCommand.class})
final class TraceCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(),
                "expected a command, one of " + String.join(", ", spec.subcommands().keySet()));
    }
}
