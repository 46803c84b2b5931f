package io.numalab.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program of this jar in a JVM of its own. */
final class ChildJvm {
    private final Process process;
    private final BufferedReader lines;

    /** Starts it. @param main the class; @param arguments of its main method */
    ChildJvm(Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** The next line it prints. @throws IllegalStateException if there is none */
    String line() throws IOException {
        String line = lines.readLine();
        if (line == null) {
            throw new IllegalStateException("the JVM printed nothing more");
        }
        return line;
    }

    /** Sends it a line. */
    void send(String line) throws IOException {
        OutputStream in = process.getOutputStream();
        in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        in.flush();
    }

    /** Waits for its end. @throws IllegalStateException if that is a failure */
    void join() throws InterruptedException {
        int status = process.waitFor();
        if (status != 0) {
            throw new IllegalStateException("the JVM ended with status " + status);
        }
    }
}
