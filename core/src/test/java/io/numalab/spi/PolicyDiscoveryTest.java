package io.numalab.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plug-in jars as somebody else would drop them into a folder. */
class PolicyDiscoveryTest {

    @TempDir
    private Path folder;

    /** A provider that works; it is copied into jars. */
    public static final class Working extends FakeProvider {
        /** Called by ServiceLoader. */
        public Working() {
            super("working");
        }
    }

    /** A provider that throws. */
    public static final class Throwing extends FakeProvider {
        /** Called by ServiceLoader. */
        public Throwing() {
            super("throwing");
            throw new IllegalStateException("not today");
        }
    }

    private URL jar(String name, String services, Class<?>... types) throws IOException {
        Path path = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(path);
                JarOutputStream jar = new JarOutputStream(out)) {
            jar.putNextEntry(new JarEntry("META-INF/services/" + PolicyProvider.class.getName()));
            jar.write(services.getBytes(StandardCharsets.UTF_8));
            for (Class<?> type : types) {
                String entry = type.getName().replace('.', '/') + ".class";
                jar.putNextEntry(new JarEntry(entry));
                try (var bytes = getClass().getClassLoader().getResourceAsStream(entry)) {
                    bytes.transferTo(jar);
                }
            }
        }
        return path.toUri().toURL();
    }

    /** Loads the listed classes itself, as if they were nowhere else; everything else comes from the tests. */
    private static final class PluginLoader extends URLClassLoader {
        PluginLoader(URL... jars) {
            super(jars, PolicyDiscoveryTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            boolean ours = name.startsWith(PolicyDiscoveryTest.class.getName() + "$")
                    || name.equals(FakeProvider.class.getName());
            if (!ours || findLoadedClass(name) != null) {
                return super.loadClass(name, resolve);
            }
            return findClass(name);
        }
    }

    @Test
    void shouldIsolateProvidersThatCannotBeLoaded() throws IOException {
        URL broken = jar("broken.jar", "com.example.Missing\n" + Throwing.class.getName() + "\n", Throwing.class);
        URL working = jar("my policy.jar", Working.class.getName(), Working.class, FakeProvider.class);
        try (PluginLoader loader = new PluginLoader(broken, working)) {
            Policies policies = Policies.load(loader);
            assertTrue(policies.names().contains("working"), policies.names().toString());
            assertEquals("my policy.jar", policies.origin("working"));
            List<String> problems = policies.problems();
            assertEquals(2, problems.size(), problems.toString());
            assertTrue(problems.get(0).contains("com.example.Missing"), problems.get(0));
            assertTrue(problems.get(1).contains("not today"), problems.get(1));
            String message = assertThrows(PolicyException.class, () -> policies.find("throwing")).getMessage();
            assertTrue(message.contains("not today"), message);
            assertEquals(1, message.lines().count());
        }
    }

    @Test
    void shouldSurviveAServicesFileThatIsNone() throws IOException {
        URL garbage = jar("garbage.jar", "this is not a class name\n");
        URL working = jar("working.jar", Working.class.getName(), Working.class, FakeProvider.class);
        try (PluginLoader loader = new PluginLoader(garbage, working)) {
            Policies policies = Policies.load(loader);
            assertTrue(policies.names().contains("working"), policies.names().toString());
            assertEquals(1, policies.problems().size(), policies.problems().toString());
        }
    }

    @Test
    void shouldNameBothJarsOfADuplicate() throws IOException {
        URL jar = jar("working.jar", Working.class.getName(), Working.class, FakeProvider.class);
        try (PluginLoader loader = new PluginLoader(jar)) {
            PolicyProvider loaded = Policies.load(loader).find("working");
            String message = assertThrows(PolicyException.class, () -> Policies.of(loaded, new Working()))
                    .getMessage();
            String type = Working.class.getName();
            assertEquals("policy \"working\" is provided twice: by " + type + " in working.jar and by " + type
                    + " in test-classes; remove or rename one", message);
        }
    }

    @Test
    void shouldUseTheContextClassLoaderByDefault() throws IOException {
        URL jar = jar("working.jar", Working.class.getName(), Working.class, FakeProvider.class);
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (PluginLoader loader = new PluginLoader(jar)) {
            thread.setContextClassLoader(loader);
            assertTrue(Policies.load().names().contains("working"));
            thread.setContextClassLoader(null);
            assertEquals(new TreeSet<String>(), new TreeSet<>(Policies.load().problems()));
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
