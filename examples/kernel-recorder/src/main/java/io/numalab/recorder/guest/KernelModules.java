package io.numalab.recorder.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The modules that the guest needs for its disks and its port. Those built into the kernel are not found. */
final class KernelModules {
    /** In the order in which they are loaded. */
    private static final List<String> NAMES = List.of("virtio", "virtio_ring", "virtio_pci_legacy_dev",
            "virtio_pci_modern_dev", "virtio_pci", "virtio_blk", "virtio_console");
    private static final String PLAIN = ".ko";
    private static final String PACKED = ".ko.xz";
    private static final int SECONDS_MAX = 60;

    private final Toolbox tools;
    private final Path scratch;

    KernelModules(Toolbox tools, Path scratch) {
        this.tools = tools;
        this.scratch = scratch;
    }

    /** The modules of a kernel, unpacked, by name and in loading order. */
    Map<String, byte[]> read(KernelImage kernel) throws IOException {
        Map<String, byte[]> modules = new LinkedHashMap<>();
        if (kernel.modules() != null) {
            Map<String, Path> files = files(kernel.modules());
            for (String name : NAMES) {
                if (files.containsKey(name)) {
                    modules.put(name, content(files.get(name)));
                }
            }
        }
        return modules;
    }

    private static Map<String, Path> files(Path folder) throws IOException {
        Map<String, Path> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            all.forEach(file -> {
                String name = file.getFileName().toString();
                if (name.endsWith(PLAIN) || name.endsWith(PACKED)) {
                    files.put(name.substring(0, name.indexOf(PLAIN)), file);
                }
            });
        }
        return files;
    }

    private byte[] content(Path file) throws IOException {
        if (!file.getFileName().toString().endsWith(PACKED)) {
            return Files.readAllBytes(file);
        }
        Path unpacked = scratch.resolve(file.getFileName().toString().replace(PACKED, PLAIN));
        List<String> command = List.of(tools.path(Tool.UNPACK_MODULE), "-dc", file.toAbsolutePath().toString());
        try {
            if (new ExternalProgram(command, scratch).run(unpacked, SECONDS_MAX).status() != 0) {
                throw new IOException("xz cannot unpack " + file);
            }
            return Files.readAllBytes(unpacked);
        } finally {
            Files.deleteIfExists(unpacked);
        }
    }
}
