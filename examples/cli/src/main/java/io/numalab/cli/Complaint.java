package io.numalab.cli;

import io.numalab.scenario.language.ScenarioException;
import io.numalab.spi.PolicyRuleException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Why a command ended: one line for stderr and the exit status.
 *
 * @param text without line ends
 * @param status the exit status
 * @param fault the stack trace to print if the program itself is at fault, else null
 */
record Complaint(String text, int status, Throwable fault) {
    /** Exit status for bad input. */
    static final int BAD_INPUT = 2;
    /** Exit status for a fault of the program. */
    static final int FAULT = 3;

    /** What picocli did not understand. */
    static Complaint ofUsage(ParameterException problem) {
        String command = problem.getCommandLine().getCommandSpec().qualifiedName();
        String text = problem.getMessage();
        if (problem instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
            String word = unmatched.getUnmatched().get(0);
            List<String> suggestions = unmatched.getSuggestions();
            text = "unknown " + (word.startsWith("-") ? "option " : "argument ") + ScenarioException.printable(word)
                    + (suggestions.isEmpty() ? "" : "; did you mean " + suggestions.get(0) + "?");
        }
        return new Complaint(oneLine(text) + "; see " + command + " --help", BAD_INPUT, null);
    }

    /** What a command threw. */
    static Complaint of(Throwable problem) {
        if (problem instanceof UncheckedIOException unchecked) {
            return of(unchecked.getCause());
        }
        if (problem instanceof FileSystemException file) {
            return bad(file.getFile() + ": " + reason(file));
        }
        if (problem instanceof IllegalArgumentException || problem instanceof PolicyRuleException
                || problem instanceof IOException) {
            return bad(problem.getMessage());
        }
        if (problem instanceof OutOfMemoryError) {
            return bad("the heap of " + (Runtime.getRuntime().maxMemory() >> 20)
                    + " MiB is too small: use java -Xmx, or a smaller machine");
        }
        StackTraceElement stranger = stranger(problem);
        return stranger == null
                ? new Complaint(oneLine("fault in numalab: " + problem), FAULT, problem)
                : bad("a policy of --plugin-path throws " + problem + ", in " + stranger.getClassName() + " ("
                        + stranger.getFileName() + ":" + stranger.getLineNumber() + ")");
    }

    // Where a policy of --plugin-path threw, or null.
    private static StackTraceElement stranger(Throwable problem) {
        for (StackTraceElement frame : problem.getStackTrace()) {
            if (PluginPath.LOADER.equals(frame.getClassLoaderName())) {
                return frame;
            } else if (frame.getClassName().startsWith("io.numalab.")) {
                return null;
            }
        }
        return null;
    }

    private static Complaint bad(String text) {
        return new Complaint(oneLine(text), BAD_INPUT, null);
    }

    private static String reason(FileSystemException problem) {
        if (problem instanceof NoSuchFileException) {
            return "no such file";
        } else if (problem instanceof AccessDeniedException) {
            return "access denied";
        }
        return problem.getReason() == null ? problem.getClass().getSimpleName() : problem.getReason();
    }

    private static String oneLine(String text) {
        return String.valueOf(text).strip().replaceAll("\\s*\\R\\s*", " ");
    }

    /** Prints it. @return the exit status */
    int print(PrintWriter err) {
        err.print("numalab: " + text + "\n");
        if (fault != null) {
            fault.printStackTrace(err);
        }
        err.flush();
        return status;
    }
}
