package io.numalab.recorder.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A kernel that can be booted.
 *
 * @param file the compressed kernel
 * @param modules the folder with its modules, or null if what is needed is built in
 */
public record KernelImage(Path file, Path modules) {
    private static final String PREFIX = "vmlinuz-";

    /** The kernel in a file called {@code vmlinuz-VERSION} in a folder {@code boot} beside {@code lib/modules}. */
    static KernelImage ofFile(Path file) {
        Path absolute = file.toAbsolutePath();
        String name = absolute.getFileName().toString();
        Path root = absolute.getParent() == null ? null : absolute.getParent().getParent();
        if (root == null || !name.startsWith(PREFIX)) {
            return new KernelImage(absolute, null);
        }
        Path modules = root.resolve("lib").resolve("modules").resolve(name.substring(PREFIX.length()));
        return new KernelImage(absolute, Files.isDirectory(modules) ? modules : null);
    }

    /** The kernel of an unpacked Debian package. @throws IOException if there is none */
    static KernelImage ofPackage(Path root) throws IOException {
        Path boot = root.resolve("boot");
        List<Path> files = List.of();
        if (Files.isDirectory(boot)) {
            try (Stream<Path> all = Files.list(boot)) {
                files = all.filter(file -> file.getFileName().toString().startsWith(PREFIX)).sorted().toList();
            }
        }
        if (files.isEmpty()) {
            throw new IOException(root + ": expected an unpacked linux-image package, found no boot/" + PREFIX + "*");
        }
        return ofFile(files.get(files.size() - 1));
    }

    /** The version in the name of the file, "" if it has none. */
    public String version() {
        String name = file.getFileName().toString();
        return name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : "";
    }

    /** Whether a version is one of a series. @param series such as 6.1 */
    public static boolean isOfSeries(String version, String series) {
        return version.startsWith(series)
                && (version.length() == series.length() || !Character.isDigit(version.charAt(series.length())));
    }
}
