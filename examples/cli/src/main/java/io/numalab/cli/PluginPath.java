package io.numalab.cli;

import io.numalab.spi.Policies;
import io.numalab.spi.PolicyProvider;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The option of every command that uses policies: where those of others are found. */
final class PluginPath {
    /** The name of the class loader of such policies, as stack traces tell it. */
    static final String LOADER = "plugin-path";

    private static final String SERVICES = "META-INF/services/" + PolicyProvider.class.getName();

    @Option(names = "--plugin-path", paramLabel = "PATH",
            description = "Policies of your own: jars, folders of jars or of classes, with the path separator between"
                + " them; may be repeated.")
    private List<String> paths = new ArrayList<>();

    /**
     * The policies of the class path and of the plug-in path. The classes of a plug-in stay loadable until the JVM
     * ends, since a policy may need another one at any time.
     *
     * @throws IllegalArgumentException if an entry does not exist, or no entry names a policy
     * @throws IOException if an entry cannot be read
     */
    Policies policies() throws IOException {
        if (paths.isEmpty()) {
            return Policies.load();
        }
        List<URL> entries = new ArrayList<>();
        for (String path : paths) {
            for (String entry : path.split(File.pathSeparator)) {
                if (!entry.isBlank()) {
                    add(Path.of(entry), entries);
                }
            }
        }
        URLClassLoader loader = new URLClassLoader(
                LOADER, entries.toArray(URL[]::new), PluginPath.class.getClassLoader());
        if (!loader.findResources(SERVICES).hasMoreElements()) {
            throw new IllegalArgumentException("--plugin-path " + String.join(File.pathSeparator, paths)
                    + ": no policy is named there: expected a jar or folder with " + SERVICES);
        }
        return Policies.load(loader);
    }

    private static void add(Path entry, List<URL> entries) throws IOException {
        if (!Files.exists(entry)) {
            throw new IllegalArgumentException("--plugin-path " + entry + ": no such jar or folder");
        }
        entries.add(entry.toUri().toURL());
        if (Files.isDirectory(entry)) {
            try (Stream<Path> files = Files.list(entry)) {
                for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).sorted().toList()) {
                    entries.add(jar.toUri().toURL());
                }
            }
        }
    }

    /** The options as words of a command line. */
    List<String> words() {
        return paths.stream().flatMap(path -> Stream.of("--plugin-path", path)).toList();
    }
}
