package io.numalab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README says what is true. */
class ReadmeTest {
    private static final Path README = Path.of("..", "..", "README.md");
    private static final int LINES_MAX = 200;

    @TempDir
    private Path folder;

    @Test
    void shouldBeShort() throws IOException {
        assertTrue(Files.readAllLines(README).size() < LINES_MAX);
    }

    @Test
    void shouldShowAnEmbeddingThatWorks() throws Exception {
        Path source = Files.writeString(folder.resolve("Embedding.java"), firstBlock("```java\n(.*?)```"));
        ByteArrayOutputStream complaints = new ByteArrayOutputStream();
        int status = ToolProvider.getSystemJavaCompiler().run(null, complaints, complaints, "--release", "17",
                "-proc:none", "-cp", System.getProperty("java.class.path"), "-d", folder.toString(), source.toString());
        assertEquals(0, status, complaints.toString(StandardCharsets.UTF_8));
        PrintStream original = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            loader.loadClass("Embedding").getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        } finally {
            System.setOut(original);
        }
        assertEquals("page 500000 is on node 0\n", printed.toString(StandardCharsets.UTF_8).replace("\r", ""));
    }

    @Test
    void shouldShowAScenarioThatCanBeCompared() throws IOException {
        String text = firstBlock("\n( {4}@kernel .*? {4}A anon [^\n]*\n)").replaceAll("(?m)^ {4}", "");
        Path file = Files.writeString(folder.resolve("readme.scn"), text);
        CliRun run = CliRun.of("compare", file, "--policies", "default,zone_reclaim", "--param", "size=700M");
        assertEquals(0, run.status(), run.err() + text);
    }

    @Test
    void shouldShowThisVersionAndEveryPolicy() throws IOException {
        String readme = Files.readString(README);
        assertTrue(readme.contains("<version>" + Version.text() + "</version>"));
        CliRun.of("policies").out().lines().skip(4).filter(line -> line.matches("[a-z].*"))
                .forEach(line -> assertTrue(readme.contains("`" + line.split(" ")[0]), line));
    }

    private static String firstBlock(String pattern) throws IOException {
        Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(Files.readString(README));
        assertTrue(matcher.find(), pattern);
        return matcher.group(1);
    }
}
