package io.numalab.recorder.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelImageTest {
    @TempDir
    private Path root;

    @Test
    void shouldFindTheKernelOfAPackageAndItsModules() throws IOException {
        Files.createDirectories(root.resolve("boot"));
        Path modules = Files.createDirectories(root.resolve("lib/modules/6.1.0-54-cloud-amd64"));
        Path file = Files.createFile(root.resolve("boot/vmlinuz-6.1.0-54-cloud-amd64"));

        KernelImage kernel = KernelImage.ofPackage(root);
        assertEquals(file.toAbsolutePath(), kernel.file());
        assertEquals(modules.toAbsolutePath(), kernel.modules());
        assertEquals("6.1.0-54-cloud-amd64", kernel.version());
    }

    @Test
    void shouldTakeAKernelWithoutModulesAsOneThatHasAllBuiltIn() {
        KernelImage kernel = KernelImage.ofFile(root.resolve("bzImage"));

        assertNull(kernel.modules());
        assertEquals("", kernel.version());
        assertThrows(IOException.class, () -> KernelImage.ofPackage(root));
    }

    @Test
    void shouldTellSeriesApart() {
        assertTrue(KernelImage.isOfSeries("6.1.0-54-cloud-amd64", "6.1"));
        assertTrue(KernelImage.isOfSeries("6.12.117+deb12-cloud-amd64", "6.12"));
        assertFalse(KernelImage.isOfSeries("6.12.117+deb12-cloud-amd64", "6.1"));
        assertFalse(KernelImage.isOfSeries("5.10.0", "6.1"));
    }

    @Test
    void shouldOrderVersionsByTheirNumbers() {
        List<String> names = List.of("linux-image-6.1.0-100", "linux-image-6.1.0-9", "linux-image-6.1.0-54");

        assertEquals(List.of("linux-image-6.1.0-9", "linux-image-6.1.0-54", "linux-image-6.1.0-100"),
                names.stream().sorted(KernelPackages.byVersion()).toList());
    }
}
