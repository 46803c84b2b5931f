package io.numalab.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder of real tool outputs that lies beside the project, not in it: {@code -Dnumalab.samples=DIR}, by default
 * {@code ../shared/samples} seen from the root of the repository.
 */
public final class SampleFolder {
    private static final String PROPERTY = "numalab.samples";

    private SampleFolder() {
    }

    /** Where it should be. */
    public static Path path() {
        String given = System.getProperty(PROPERTY);
        return given != null ? Path.of(given) : root().resolve("../shared/samples").normalize();
    }

    // Tests run in the folder of their module.
    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder.getParent() != null
                && !(Files.isDirectory(folder.resolve("core")) && Files.isDirectory(folder.resolve("workloads")))) {
            folder = folder.getParent();
        }
        return folder;
    }

    /** A file of it, or null, saying so, if it is missing. */
    public static Path file(String name) {
        Path file = path().resolve(name);
        if (Files.isRegularFile(file)) {
            return file;
        }
        System.out.println("skipped, not found: " + file);
        return null;
    }

    /** All files, sorted; none, saying so, if the folder is missing. */
    public static List<Path> files() {
        if (!Files.isDirectory(path())) {
            System.out.println("all samples skipped, no folder " + path() + ": give -D" + PROPERTY + "=DIR");
            return List.of();
        }
        try (Stream<Path> files = Files.walk(path())) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
