package io.numalab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The runnable jar as a user starts it. */
class NumalabIT {
    private static final Path JAR = Path.of("target", "numalab.jar");

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

    private static String run(Object... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", JAR.toString()));
        Stream.of(arguments).map(Object::toString).forEach(command::add);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), out);
        return out;
    }
}
