package io.numalab.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plug-in jars, with and without a module descriptor, on the class path and on the module path. */
class PluginJarsTest {
    private static final String SERVICES = "META-INF/services/" + PolicyProvider.class.getName();
    private static final String DESCRIPTOR = """
            module com.example.plugin {
                requires io.numalab.core;
                provides io.numalab.spi.PolicyProvider with com.example.plugin.Plugged;
            }
            """;
    private static final String PROVIDER = """
            package com.example.plugin;

            import io.numalab.spi.*;
            import java.util.*;

            public final class Plugged implements PolicyProvider {
                public int spiVersion() {
                    return SPI_VERSION;
                }

                public String name() {
                    return "plugged";
                }

                public String description() {
                    return "stays where it runs";
                }

                public Scope usualScope() {
                    return Scope.TASK;
                }

                public Set<Capability> capabilities() {
                    return EnumSet.of(Capability.PLACEMENT);
                }

                public List<Parameter> parameters() {
                    return List.of();
                }

                public AllocationPolicy create(PolicyConfig config, PolicyContext context) {
                    return new AllocationPolicy() {
                        @Override
                        public Placement place(PlacementQuery query) {
                            return Placement.preferred(query.cpuNode());
                        }
                    };
                }
            }
            """;

    @TempDir
    private Path folder;

    /** The core and what it needs, wherever this test runs. */
    private static String libraries() {
        return Stream.of("jdk.module.path", "java.class.path").map(System::getProperty)
                .filter(path -> path != null && !path.isEmpty()).collect(Collectors.joining(File.pathSeparator));
    }

    private static void run(String tool, List<String> arguments) {
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said);
        int status = ToolProvider.findFirst(tool).orElseThrow()
                .run(out, out, arguments.toArray(String[]::new));
        assertEquals(0, status, said::toString);
    }

    private Path jar(String name, boolean descriptor, boolean services) throws IOException {
        Path sources = Files.createDirectories(folder.resolve(name + "-sources"));
        Path classes = Files.createDirectories(folder.resolve(name + "-classes"));
        Path provider = Files.writeString(sources.resolve("Plugged.java"), PROVIDER);
        List<String> compile = new ArrayList<>(List.of("-proc:none", "-d", classes.toString(),
                descriptor ? "--module-path" : "--class-path", libraries(), provider.toString()));
        if (descriptor) {
            compile.add(Files.writeString(sources.resolve("module-info.java"), DESCRIPTOR).toString());
        }
        run("javac", compile);
        if (services) {
            Path file = classes.resolve(SERVICES);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "com.example.plugin.Plugged\n");
        }
        Path jar = folder.resolve(name);
        run("jar", List.of("--create", "--file", jar.toString(), "-C", classes.toString(), "."));
        return jar;
    }

    private static void isUsable(Policies policies, String origin) {
        assertEquals(List.of(), policies.problems());
        assertEquals(origin, policies.origin("plugged"));
        AllocationPolicy policy = policies.create(PolicySpec.of("plugged"), new FakeContext(NodeMask.of(0, 1)));
        assertTrue(policy.getClass().getName().startsWith("com.example.plugin.Plugged"), policy::toString);
    }

    private static Policies onClassPath(Path jar) throws IOException {
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {jar.toUri().toURL()}, PluginJarsTest.class.getClassLoader())) {
            Policies policies = Policies.load(loader);
            if (policies.names().contains("plugged")) {
                assertFalse(policies.find("plugged").getClass().getModule().isNamed());
                isUsable(policies, jar.getFileName().toString());
            }
            return policies;
        }
    }

    private static void isUsableOnModulePath(Path jar, String module) {
        assumeTrue(Policies.class.getModule().isNamed(), "the core is on the class path");
        ModuleLayer boot = ModuleLayer.boot();
        Configuration configuration = boot.configuration().resolveAndBind(
                ModuleFinder.of(jar), ModuleFinder.of(), Set.of(module));
        ClassLoader parent = PluginJarsTest.class.getClassLoader();
        ClassLoader loader = boot.defineModulesWithOneLoader(configuration, parent).findLoader(module);
        Policies policies = Policies.load(loader);
        assertEquals(module, policies.find("plugged").getClass().getModule().getName());
        isUsable(policies, jar.getFileName().toString());
    }

    @Test
    void shouldFindAJarWithoutADescriptorOnTheClassPath() throws IOException {
        assertTrue(onClassPath(jar("plain.jar", false, true)).names().contains("plugged"));
    }

    @Test
    void shouldFindAJarWithADescriptorOnTheClassPathByItsServicesFile() throws IOException {
        assumeTrue(Policies.class.getModule().isNamed(), "javac finds no module of the core on the class path");
        assertTrue(onClassPath(jar("both.jar", true, true)).names().contains("plugged"));
        Policies without = onClassPath(jar("descriptor.jar", true, false));
        assertThrows(PolicyException.class, () -> without.find("plugged"));
    }

    @Test
    void shouldFindAJarWithADescriptorOnTheModulePath() throws IOException {
        isUsableOnModulePath(jar("descriptor.jar", true, false), "com.example.plugin");
    }

    @Test
    void shouldFindAJarWithoutADescriptorOnTheModulePathAsAnAutomaticModule() throws IOException {
        isUsableOnModulePath(jar("plain.jar", false, true), "plain");
    }
}
