package io.numalab.recorder.guest;

import io.numalab.recorder.RecorderException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Debian's kernel packages, downloaded and unpacked once. The version that the public recordings were made with is
 * preferred; where the archive has it no longer, the newest of the series is taken.
 */
final class KernelPackages {
    private static final String PREFIX = "linux-image-";
    /** The packages of the public recordings, by series. */
    private static final Map<String, String> RECORDED = Map.of(
            "6.1", PREFIX + "6.1.0-54-cloud-amd64", "6.12", PREFIX + "6.12.117+deb12-cloud-amd64");
    private static final int SECONDS_MAX = 1800;
    private static final String PARTIAL = ".partial";

    private final Toolbox tools;
    private final Path folder;
    private final Consumer<String> progress;

    KernelPackages(Toolbox tools, Path folder, Consumer<String> progress) {
        this.tools = tools;
        this.folder = folder;
        this.progress = progress;
    }

    /** A kernel of a series, from this folder or else from Debian's archive. @param series such as 6.1 */
    KernelImage get(String series) throws IOException {
        Files.createDirectories(folder);
        List<String> unpacked = unpacked(series);
        String recorded = RECORDED.getOrDefault(series, "");
        if (unpacked.contains(recorded)) {
            return KernelImage.ofPackage(folder.resolve(recorded));
        }
        if (!unpacked.isEmpty()) {
            return KernelImage.ofPackage(folder.resolve(unpacked.get(unpacked.size() - 1)));
        }
        return download(choose(series, recorded));
    }

    /** The kernel in a package file of whatever origin. */
    KernelImage unpack(Path packageFile) throws IOException {
        Files.createDirectories(folder);
        return unpack(packageFile, packageFile.getFileName().toString().replaceFirst("\\.deb$", ""));
    }

    private KernelImage unpack(Path packageFile, String name) throws IOException {
        Path target = folder.resolve(name);
        if (!Files.isDirectory(target)) {
            Path partial = folder.resolve(name + PARTIAL);
            FolderRemoval.remove(partial);
            new ExternalProgram(List.of(tools.path(Tool.UNPACK_PACKAGE), "-x", packageFile.toAbsolutePath().toString(),
                    partial.toString()), folder).text(SECONDS_MAX);
            Files.move(partial, target);
        }
        return KernelImage.ofPackage(target);
    }

    private List<String> unpacked(String series) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(Files::isDirectory).map(path -> path.getFileName().toString())
                    .filter(name -> isKernel(name, series)).sorted(byVersion()).toList();
        }
    }

    private static boolean isKernel(String name, String series) {
        return name.startsWith(PREFIX) && name.endsWith("-cloud-amd64")
                && KernelImage.isOfSeries(name.substring(PREFIX.length()), series);
    }

    private String choose(String series, String recorded) throws IOException {
        String pattern = "^" + (PREFIX + series).replace(".", "\\.") + "\\.[0-9].*-cloud-amd64$";
        String found = new ExternalProgram(
                List.of(tools.path(Tool.FIND_PACKAGE), "search", "--names-only", pattern), folder).text(SECONDS_MAX);
        List<String> names = found.lines().map(line -> line.split(" ", 2)[0]).filter(name -> isKernel(name, series))
                .filter(name -> !name.contains("-rt-")).sorted(byVersion()).toList();
        if (names.isEmpty()) {
            throw new RecorderException("no Debian package " + PREFIX + series + ".*-cloud-amd64 in the sources of apt"
                    + " (apt-get update?); --kernel-image names a kernel of " + series + " from elsewhere");
        }
        return names.contains(recorded) ? recorded : names.get(names.size() - 1);
    }

    private KernelImage download(String name) throws IOException {
        progress.accept("downloading " + name);
        Path downloads = folder.resolve("download" + PARTIAL);
        FolderRemoval.remove(downloads);
        Files.createDirectories(downloads);
        try {
            new ExternalProgram(List.of(tools.path(Tool.DOWNLOAD), "-q", "download", name), downloads)
                    .text(SECONDS_MAX);
            try (Stream<Path> files = Files.list(downloads)) {
                Path file = files.filter(path -> path.toString().endsWith(".deb")).findFirst()
                        .orElseThrow(() -> new IOException("apt-get download " + name + " left no package"));
                return unpack(file, name);
            }
        } finally {
            FolderRemoval.remove(downloads);
        }
    }

    /** Numbers within a name by value: 6.1.0-9 before 6.1.0-54. */
    static Comparator<String> byVersion() {
        return Comparator.comparing(KernelPackages::padded).thenComparing(Comparator.naturalOrder());
    }

    private static String padded(String name) {
        return Pattern.compile("[0-9]+").matcher(name)
                .replaceAll(number -> "0".repeat(Math.max(0, 9 - number.group().length())) + number.group());
    }
}
