package io.numalab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The runnable jar as a user starts it. */
class NumalabIT {
    private static final Path JAR = Path.of("target", "numalab.jar");

    @TempDir
    private Path folder;

    @Test
    void shouldFindItsPoliciesInOneJar() throws Exception {
        String out = run("policies");
        assertTrue(out.contains("zone_reclaim") && out.contains("from numalab.jar"), out);
        assertEquals("numalab " + Version.text() + "\n", run("--version"));
    }

    @Test
    void shouldCompareAsInProcess() throws Exception {
        Object[] words = SmallThread.compare("--json", "-");
        assertEquals(CliRun.of(words).out(), run(words));
    }

    /** The jshell session of examples/quickstart/README.md, as it stands there; its last line is printed. */
    @Test
    void shouldStartAJshellAsTheQuickStartSays() throws Exception {
        Path root = Path.of("..", "..");
        List<String> shown = Files.readAllLines(root.resolve("examples/quickstart/README.md")).stream()
                .map(String::strip).toList();
        String start = shown.stream().filter(line -> line.startsWith("jshell --")).findFirst().orElseThrow();
        List<String> command = new ArrayList<>(List.of(start.split(" ")));
        command.set(0, Path.of(System.getProperty("java.home"), "bin", "jshell").toString());
        command.add("-");
        List<String> session = new ArrayList<>(shown.stream().filter(line -> line.startsWith("jshell> "))
                .map(line -> line.substring("jshell> ".length())).toList());
        String last = session.remove(session.size() - 1);
        session.add("System.out.println(\"= \" + " + last + ")\n/exit\n");
        Path typed = Files.writeString(folder.resolve("session.jsh"), String.join("\n", session));
        String out = output(new ProcessBuilder(command).directory(root.toFile()).redirectInput(typed.toFile()));
        assertTrue(out.contains("= 0"), out);
    }

    private static String run(Object... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", JAR.toString()));
        Stream.of(arguments).map(Object::toString).forEach(command::add);
        return output(new ProcessBuilder(command));
    }

    private static String output(ProcessBuilder command) throws IOException, InterruptedException {
        Process process = command.redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), out);
        return out;
    }
}
