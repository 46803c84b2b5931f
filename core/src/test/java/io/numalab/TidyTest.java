package io.numalab;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Polices the source of all modules: what a reviewer should not have to look for. */
class TidyTest {
    private static final int LONG_FILE_LINES = 600;
    private static final int MAX_LONG_FILES = 3;
    private static final Pattern MAIN = Pattern.compile(".*/src/main/java/.*");
    private static final Pattern EXAMPLE = Pattern.compile("examples/.*");
    private static final Pattern EMPTY_NAME = Pattern.compile(".*(Utils?|Helper|Manager|Impl)\\.java");
    private static final Pattern CLOCK = Pattern.compile(
            "currentTimeMillis|nanoTime\\(|ThreadLocalRandom|Math\\.random|new Random\\(\\)|identityHashCode");
    private static final Pattern UNFINISHED = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");

    private static final Path ROOT = root();
    private static final List<Source> SOURCES = read();

    /** A file: its path from the root of the repository, with slashes, and its lines. */
    private record Source(String path, List<String> lines) {
        boolean isMain() {
            return MAIN.matcher(path).matches();
        }

        boolean isExample() {
            return EXAMPLE.matcher(path).matches();
        }
    }

    static Path root() {
        Path here = Path.of("").toAbsolutePath();
        Path parent = here.getParent();
        return Files.isDirectory(here.resolve("core")) ? here : parent;
    }

    private static List<Source> read() {
        List<Source> sources = new ArrayList<>();
        for (String top : List.of("core", "policies", "workloads", "examples")) {
            Path folder = ROOT.resolve(top);
            if (!Files.isDirectory(folder)) {
                continue;
            }
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : (Iterable<Path>) files.sorted()::iterator) {
                    String path = ROOT.relativize(file).toString().replace('\\', '/');
                    if (path.endsWith(".java") && path.contains("/src/")) {
                        sources.add(new Source(path, Files.readAllLines(file)));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return sources;
    }

    @Test
    void shouldFindTheSource() {
        assertTrue(SOURCES.stream().anyMatch(source -> source.path.endsWith("core/src/main/java/module-info.java")));
    }

    @Test
    void shouldSayWhatEachPackageIsFor() {
        List<String> wrong = SOURCES.stream()
                .filter(source -> source.isMain() && !source.path.endsWith("module-info.java"))
                .map(source -> source.path.substring(0, source.path.lastIndexOf('/')))
                .distinct()
                .filter(folder -> SOURCES.stream().noneMatch(s -> s.path.equals(folder + "/package-info.java")))
                .toList();
        assertNone("without package-info.java", wrong);
    }

    @Test
    void shouldHaveNeitherTabsNorLongLines() {
        assertNone("a tab", linesWith(SOURCES, Pattern.compile("\t")));
        assertNone("over 120 columns", linesWith(SOURCES, Pattern.compile(".{121}")));
        assertNone("space at the end", linesWith(SOURCES, Pattern.compile(" $")));
    }

    @Test
    void shouldHaveNamesThatSaySomething() {
        assertNone("a name that says nothing", SOURCES.stream()
                .map(Source::path)
                .filter(path -> EMPTY_NAME.matcher(path).matches())
                .toList());
    }

    @Test
    void shouldOwnTimeAndRandomness() {
        List<Source> simulation = SOURCES.stream()
                .filter(source -> source.isMain() && !source.isExample())
                .toList();
        assertFalse(simulation.isEmpty());
        assertNone("wall clock or unseeded randomness", linesWith(simulation, CLOCK));
    }

    @Test
    void shouldBeFinished() {
        assertNone("unfinished", linesWith(SOURCES, UNFINISHED));
    }

    @Test
    void shouldHaveFewLongFiles() {
        List<String> longFiles = SOURCES.stream()
                .filter(source -> source.isMain() && source.path.startsWith("core/"))
                .filter(source -> source.lines.size() > LONG_FILE_LINES)
                .map(source -> source.path + ": " + source.lines.size() + " lines")
                .toList();
        assertTrue(longFiles.size() <= MAX_LONG_FILES, () -> String.join("\n", longFiles));
    }

    private static List<String> linesWith(List<Source> sources, Pattern pattern) {
        List<String> found = new ArrayList<>();
        for (Source source : sources) {
            for (int i = 0; i < source.lines.size(); i++) {
                if (pattern.matcher(source.lines.get(i)).find()) {
                    found.add(source.path + ":" + (i + 1));
                }
            }
        }
        return found;
    }

    private static void assertNone(String what, List<String> found) {
        assertTrue(found.isEmpty(), () -> what + ":\n" + String.join("\n", found));
    }
}
