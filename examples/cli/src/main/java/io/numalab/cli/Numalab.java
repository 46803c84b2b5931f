package io.numalab.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command {@code numalab}. Exit status 0 for success, 1 if {@code conform} finds a difference, 2 with one line on
 * stderr for bad input, 3 for a fault of the program itself.
 */
@Command(
        name = "numalab",
        description = "Simulates how Linux decides on which NUMA node a page lands, and what that costs.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        subcommands = {
            RunCommand.class, ConformCommand.class, CompareCommand.class, JudgeCommand.class,
            PoliciesCommand.class, PresetsCommand.class, RecordCommand.class, TraceCommand.class,
            ShowCommand.class, TopologyCommand.class, RecommendCommand.class,
            ThreadCommand.class, BreakEvenCommand.class
        })
public final class Numalab implements Runnable {
    @Spec
    private CommandSpec spec;

    /** Called by picocli. */
    public Numalab() {
    }

    /** Runs the command and ends the JVM with its exit status. */
    public static void main(String... arguments) {
        PrintWriter out = utf8(FileDescriptor.out);
        PrintWriter err = utf8(FileDescriptor.err);
        System.exit(execute(out, err, arguments));
    }

    /** Runs the command, which prints only to these two. @return the exit status */
    static int execute(PrintWriter out, PrintWriter err, String... arguments) {
        int status;
        try {
            status = commandLine(out, err).execute(arguments);
        } catch (OutOfMemoryError tooLarge) {
            status = Complaint.of(tooLarge).print(err);
        }
        out.flush();
        err.flush();
        return status;
    }

    private static CommandLine commandLine(PrintWriter out, PrintWriter err) {
        return new CommandLine(new Numalab())
                .setOut(out)
                .setErr(err)
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .setUsageHelpWidth(110)
                .setParameterExceptionHandler((problem, arguments) -> Complaint.ofUsage(problem).print(err))
                .setExecutionExceptionHandler((problem, command, parsed) -> Complaint.of(problem).print(err));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "expected a command, one of "
                + String.join(", ", spec.subcommands().keySet()) + "; see numalab --help");
    }

    // Neither encoding nor line ends may depend on the platform.
    private static PrintWriter utf8(FileDescriptor descriptor) {
        return new PrintWriter(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8) {
            @Override
            public void println() {
                write('\n');
                flush();
            }
        };
    }
}
