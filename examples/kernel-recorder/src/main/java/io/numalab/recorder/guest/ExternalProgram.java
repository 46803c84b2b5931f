package io.numalab.recorder.guest;

import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs another program to its end. It is killed when it takes too long, when the thread is interrupted and when the JVM
 * ends, so that nothing stays behind.
 *
 * @param command the program and its arguments
 * @param folder where it runs; also its folder for temporary files
 */
public record ExternalProgram(List<String> command, Path folder) {
    private static final int LINE_LENGTH_MAX = 300;

    /** Copies the command. */
    public ExternalProgram {
        command = List.copyOf(command);
    }

    /** How a program ended. @param status the exit status; -1 if it was killed after its time */
    public record End(int status) {
        /** Whether its time was over. */
        public boolean late() {
            return status == -1;
        }
    }

    /**
     * Runs it and waits.
     *
     * @param output where stdout and stderr go
     * @param seconds after which it is killed
     * @throws IOException if it cannot be started
     * @throws InterruptedIOException if the thread is interrupted
     */
    public End run(Path output, long seconds) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                .redirectInput(new File("/dev/null")).redirectOutput(output.toFile());
        builder.environment().put("TMPDIR", folder.toString());
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        Thread atExit = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(atExit);
        try {
            return new End(process.waitFor(seconds, TimeUnit.SECONDS) ? process.exitValue() : -1);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted during " + name());
        } finally {
            process.destroyForcibly().onExit().join();
            removeHook(atExit);
        }
    }

    /**
     * Runs it and expects success.
     *
     * @return what it printed
     * @throws IOException with its last line, if it fails or takes too long
     */
    public String text(long seconds) throws IOException {
        Path output = Files.createTempFile(folder, name(), ".out");
        try {
            End end = run(output, seconds);
            String text = Files.readString(output, StandardCharsets.ISO_8859_1);
            if (end.status() != 0) {
                String why = end.late() ? "took longer than " + seconds + " s" : "failed with status " + end.status();
                throw new IOException(name() + " " + why + lastLine(text));
            }
            return text;
        } finally {
            Files.deleteIfExists(output);
        }
    }

    /** The last line of a text that is not blank, after a colon; "" if there is none. */
    static String lastLine(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).reduce((first, second) -> second)
                .map(line -> ": " + line.substring(0, Math.min(line.length(), LINE_LENGTH_MAX))).orElse("");
    }

    private String name() {
        return Path.of(command.get(0)).getFileName().toString();
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // The JVM ends and has run the hook.
        }
    }
}
