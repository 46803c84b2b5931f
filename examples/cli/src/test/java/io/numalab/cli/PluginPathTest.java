package io.numalab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.spi.PolicyProvider;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plug-ins compiled and packed here, as their authors would. */
class PluginPathTest {
    private static final String SERVICES = "META-INF/services/" + PolicyProvider.class.getName();

    private static final String SOURCE = """
            package com.example;

            import io.numalab.spi.*;
            import java.util.Set;

            public final class Elsewhere implements PolicyProvider {
                public int spiVersion() { return SPI_VERSION; }
                public String name() { return "elsewhere"; }
                public String description() { return "the node with the largest number first"; }
                public Scope usualScope() { return Scope.TASK; }
                public Set<Capability> capabilities() { return Set.of(Capability.PLACEMENT); }
                public AllocationPolicy create(PolicyConfig config, PolicyContext context) {
                    int last = context.nodeCount() - 1;
                    return new AllocationPolicy() {
                        public Placement place(PlacementQuery query) { return Placement.preferred(last); }
                    };
                }
            }
            """;

    private static final String MODULE = """
            module com.example {
                requires io.numalab.core;
                provides io.numalab.spi.PolicyProvider with com.example.Elsewhere;
            }
            """;

    private static final String SCENARIO = """
            @title one task
            @kernel 6.1
            @node 256M cpus=0
            @node 256M cpus=1
            @distance 10 20 / 20 10
            task A cpu=node0 policy=%s
            A anon h 8M
            """;

    @TempDir
    private Path folder;

    private Path classes(String name, boolean module) throws IOException {
        return classes(name, module, SOURCE);
    }

    private Path classes(String name, boolean module, String text) throws IOException {
        Path source = Files.createDirectories(folder.resolve(name + "-src"));
        Path target = Files.createDirectories(folder.resolve(name));
        List<Path> files = new ArrayList<>(List.of(Files.writeString(source.resolve("Elsewhere.java"), text)));
        if (module) {
            files.add(Files.writeString(source.resolve("module-info.java"), MODULE));
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Path core = Path.of(URI.create(
                PolicyProvider.class.getProtectionDomain().getCodeSource().getLocation().toString()));
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            List<String> options = List.of("--release", "17", "-proc:none", "-d", target.toString(),
                    module ? "--module-path" : "--class-path", core.toString(), "-Xlint:none");
            boolean compiled = compiler.getTask(messages, manager, null, options, null,
                    manager.getJavaFileObjectsFromPaths(files)).call();
            assertTrue(compiled, messages.toString());
        }
        return target;
    }

    private static Path named(Path classes) throws IOException {
        Path services = classes.resolve(SERVICES);
        Files.createDirectories(services.getParent());
        Files.writeString(services, "com.example.Elsewhere\n");
        return classes;
    }

    private Path jar(Path classes) throws IOException {
        Path file = Files.createDirectories(folder.resolve("jars")).resolve(classes.getFileName() + ".jar");
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file));
                Stream<Path> entries = Files.walk(classes)) {
            for (Path entry : entries.filter(Files::isRegularFile).sorted().toList()) {
                jar.putNextEntry(new JarEntry(classes.relativize(entry).toString().replace('\\', '/')));
                Files.copy(entry, jar);
            }
        }
        return file;
    }

    private static void assertListed(Path path, String origin) {
        CliRun run = CliRun.of("policies", "--plugin-path", path);
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().contains("\nelsewhere\n    the node with the largest number first\n"), run.out());
        assertTrue(run.out().contains("usual scope task, from " + origin + "\n"), run.out());
        assertTrue(run.out().contains("\nmembind "), run.out());
    }

    @Test
    void shouldFindAJarWithoutModuleInfo() throws IOException {
        assertListed(jar(named(classes("plain", false))), "plain.jar");
    }

    @Test
    void shouldFindAJarWithModuleInfo() throws IOException {
        assertListed(jar(named(classes("module", true))), "module.jar");
    }

    @Test
    void shouldFindClassesAndJarsInFolders() throws IOException {
        Path classes = named(classes("classes", false));
        assertListed(classes, "classes");
        Path jar = jar(classes);
        assertListed(jar.getParent(), "classes.jar");
    }

    @Test
    void shouldPlayAndCompare() throws IOException {
        Path jar = jar(named(classes("plain", false)));
        Path other = Files.createDirectories(folder.resolve("other"));
        String path = other + File.pathSeparator + jar;
        Path fixed = Files.writeString(folder.resolve("fixed.scn"), SCENARIO.formatted("elsewhere"));
        CliRun run = CliRun.of("run", fixed, "--check", "--plugin-path", path);
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().contains("--plugin-path " + path), run.out());
        CliRun shown = CliRun.of("show", fixed, "/proc/A/numa_maps", "--plugin-path", jar);
        assertEquals(0, shown.status(), shown.err());
        assertTrue(shown.out().contains(" N1=2048 "), shown.out());
        Path open = Files.writeString(folder.resolve("open.scn"), SCENARIO.formatted("@"));
        CliRun compared = CliRun.of("compare", open, "--plugin-path", other, "--plugin-path", jar,
                "--policies", "default,elsewhere", "--csv", "-");
        assertEquals(0, compared.status(), compared.err());
        assertTrue(compared.out().contains(",elsewhere,"), compared.out());
        CliRun without = CliRun.of("compare", open, "--policies", "default,elsewhere");
        assertEquals(2, without.status());
        assertTrue(without.err().contains("policy \"elsewhere\" is unknown"), without.err());
    }

    private String complaint(String name, String good, String bad, String... options) throws IOException {
        Path path = named(classes(name, false, SOURCE.replace(good, bad)));
        Path scenario = Files.writeString(folder.resolve("broken.scn"), SCENARIO.formatted("elsewhere"));
        List<Object> arguments = new ArrayList<>(List.of("run", scenario, "--plugin-path", path));
        arguments.addAll(List.of(options));
        CliRun run = CliRun.of(arguments.toArray());
        assertEquals(2, run.status(), run.err());
        assertEquals(1, run.err().lines().count(), run.err());
        return run.err();
    }

    @Test
    void shouldSayInOneLineWhatABrokenPolicyDid() throws IOException {
        String use = "Placement.preferred(last)";
        String thrown = complaint("throws", use, "Placement.preferred(1 / (last - 1))");
        assertTrue(thrown.contains("policy \"elsewhere\": place throws java.lang.ArithmeticException: / by zero, in"
                + " com.example.Elsewhere$1 (Elsewhere.java:"), thrown);
        assertTrue(thrown.contains("): expected a Placement"), thrown);
        String silent = complaint("silent", use, "null");
        assertTrue(silent.contains("policy \"elsewhere\": place returns null: expected a Placement"), silent);
        String lost = complaint("lost", use, "Placement.preferred(last + 1)");
        assertTrue(lost.contains("policy \"elsewhere\" places a page on node 2: expected 0 to 1"), lost);
        String ruled = complaint("ruled", use, "Placement.preferred(last + 1)", "--check");
        assertTrue(ruled.contains("names node 2, expected 0 to 1; it breaks NP02 KNOWN_NODES: "), ruled);
        String version = complaint("version", "return SPI_VERSION", "return SPI_VERSION + 1");
        assertTrue(version.contains("is written for version 2 of the SPI, this engine speaks version 1"), version);
        String clash = complaint("clash", "return \"elsewhere\"", "return \"membind\"");
        assertTrue(clash.contains("policy \"membind\" is provided twice: by"), clash);
        String born = complaint("born", "public int spiVersion",
                "public Elsewhere() { throw new IllegalStateException(\"no luck\"); } public int spiVersion");
        assertTrue(born.contains("IllegalStateException: no luck"), born);
    }

    @Test
    void shouldSayWhatIsMissing() throws IOException {
        CliRun absent = CliRun.of("policies", "--plugin-path", folder.resolve("none.jar"));
        assertEquals(2, absent.status());
        assertTrue(absent.err().endsWith("none.jar: no such jar or folder\n"), absent.err());
        CliRun unnamed = CliRun.of("policies", "--plugin-path", jar(classes("unnamed", true)));
        assertEquals(2, unnamed.status());
        assertEquals(1, unnamed.err().lines().count(), unnamed.err());
        assertTrue(unnamed.err().contains("no policy is named there: expected a jar or folder with " + SERVICES),
                unnamed.err());
    }
}
