package io.numalab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.numalab.spi.PolicyProvider;
import java.lang.module.ModuleDescriptor;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who may know whom, read from the class files of core. */
class LayeringTest {
    private static final String ROOT = "io.numalab.";
    /** Each package reads only those before it. */
    private static final List<String> LAYERS =
            List.of("spi", "topology", "stat", "memory", "mapping", "reclaim", "alloc", "machine");
    private static final Set<String> EXPORTED = Set.of("spi", "topology", "stat", "memory", "machine");

    private static final JavaClasses CORE = new ClassFileImporter().importPath(Path.of(classes()));

    private static URI classes() {
        try {
            return PolicyProvider.class.getProtectionDomain().getCodeSource().getLocation().toURI();
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldReadOnlyTheLayersAbove() {
        Set<String> wrong = new TreeSet<>();
        for (JavaClass reader : core()) {
            for (Dependency dependency : reader.getDirectDependenciesFromSelf()) {
                JavaClass read = dependency.getTargetClass().getBaseComponentType();
                if (isCore(read) && layer(read) > layer(reader)) {
                    wrong.add(reader.getName() + " reads " + read.getName());
                }
            }
        }
        assertNone(wrong);
    }

    @Test
    void shouldKeepThePluginContractFreeOfThirdParties() {
        Set<String> wrong = new TreeSet<>();
        for (JavaClass reader : core()) {
            if (!packageOf(reader).equals("spi")) {
                continue;
            }
            for (Dependency dependency : reader.getDirectDependenciesFromSelf()) {
                JavaClass read = dependency.getTargetClass().getBaseComponentType();
                if (!isCore(read) && !isJdk(read)) {
                    wrong.add(reader.getName() + " reads " + read.getName());
                }
            }
        }
        assertNone(wrong);
    }

    @Test
    void shouldShowOnlyJdkAndExportedTypesInSignatures() {
        Set<String> wrong = new TreeSet<>();
        for (JavaClass shown : core()) {
            if (!EXPORTED.contains(packageOf(shown)) || !isVisible(shown)) {
                continue;
            }
            signature(shown)
                    .flatMap(type -> type.getAllInvolvedRawTypes().stream())
                    .map(JavaClass::getBaseComponentType)
                    .filter(type -> !isPublished(type))
                    .forEach(type -> wrong.add(shown.getName() + " shows " + type.getName()));
        }
        assertNone(wrong);
    }

    @Test
    void shouldExportOnlyWhatIsMeantToBe() {
        ModuleDescriptor module = PolicyProvider.class.getModule().getDescriptor();
        if (module == null) {
            return; // run on the class path, by an IDE
        }
        Set<String> present = core().stream().map(LayeringTest::packageOf).collect(Collectors.toSet());
        Set<String> expected = new TreeSet<>(EXPORTED);
        expected.retainAll(present);
        Set<String> exported = module.exports().stream()
                .filter(exports -> !exports.isQualified())
                .map(exports -> exports.source().substring(ROOT.length()))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(expected, exported);
    }

    private static Stream<JavaType> signature(JavaClass shown) {
        List<JavaType> types = new ArrayList<>(shown.getInterfaces());
        shown.getSuperclass().ifPresent(types::add);
        for (JavaCodeUnit unit : shown.getCodeUnits()) {
            if (isVisible(unit.getModifiers())) {
                types.addAll(unit.getParameterTypes());
                types.add(unit.getReturnType());
                types.addAll(unit.getExceptionTypes());
            }
        }
        for (JavaField field : shown.getFields()) {
            if (isVisible(field.getModifiers())) {
                types.add(field.getType());
            }
        }
        return types.stream();
    }

    private static boolean isVisible(JavaClass type) {
        return isVisible(type.getModifiers())
                && type.getEnclosingClass().map(LayeringTest::isVisible).orElse(true);
    }

    private static boolean isVisible(Set<JavaModifier> modifiers) {
        return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
    }

    private static boolean isPublished(JavaClass type) {
        return type.isPrimitive() || isJdk(type) || isCore(type) && EXPORTED.contains(packageOf(type));
    }

    private static boolean isJdk(JavaClass type) {
        return type.isPrimitive() || type.getPackageName().startsWith("java.");
    }

    private static boolean isCore(JavaClass type) {
        return type.getPackageName().startsWith(ROOT);
    }

    private static List<JavaClass> core() {
        List<JavaClass> classes = CORE.stream().filter(LayeringTest::isCore).toList();
        assertFalse(classes.isEmpty(), "no classes found");
        return classes;
    }

    private static String packageOf(JavaClass type) {
        return type.getPackageName().substring(ROOT.length());
    }

    private static int layer(JavaClass type) {
        int layer = LAYERS.indexOf(packageOf(type));
        assertTrue(layer >= 0, () -> type.getName() + ": its package is not one of " + LAYERS);
        return layer;
    }

    private static void assertNone(Set<String> wrong) {
        assertTrue(wrong.isEmpty(), () -> String.join("\n", wrong));
    }
}
