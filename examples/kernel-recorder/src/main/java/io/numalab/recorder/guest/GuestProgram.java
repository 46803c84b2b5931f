package io.numalab.recorder.guest;

import io.numalab.recorder.RecorderException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The program that is PID 1 of the guest: its C sources are resources, compiled once per version of them. */
final class GuestProgram {
    private static final List<String> SOURCES =
            List.of("guest.h", "text.c", "policy.c", "worker.c", "snapshot.c", "steps.c", "main.c");
    private static final int SECONDS_MAX = 300;

    private final Toolbox tools;
    private final Path folder;

    GuestProgram(Toolbox tools, Path folder) {
        this.tools = tools;
        this.folder = folder;
    }

    /** The compiled program. @throws RecorderException if the compiler fails, as it does without a static C library */
    byte[] bytes() throws IOException {
        Map<String, byte[]> sources = sources();
        Path program = folder.resolve("init-" + fingerprint(sources));
        if (!Files.isRegularFile(program)) {
            compile(sources, program);
        }
        return Files.readAllBytes(program);
    }

    private void compile(Map<String, byte[]> sources, Path program) throws IOException {
        Path build = folder.resolve(program.getFileName() + ".partial");
        FolderRemoval.remove(build);
        Files.createDirectories(build);
        try {
            List<String> command = new ArrayList<>(
                    List.of(tools.path(Tool.COMPILER), "-static", "-O2", "-std=gnu11", "-o", "init"));
            for (Map.Entry<String, byte[]> source : sources.entrySet()) {
                Files.write(build.resolve(source.getKey()), source.getValue());
                if (source.getKey().endsWith(".c")) {
                    command.add(source.getKey());
                }
            }
            new ExternalProgram(command, build).text(SECONDS_MAX);
            Files.move(build.resolve("init"), program);
        } catch (IOException failed) {
            throw new RecorderException("gcc cannot build the guest program (Debian package "
                    + Tool.COMPILER.debianPackage() + "): " + failed.getMessage());
        } finally {
            FolderRemoval.remove(build);
        }
    }

    private static Map<String, byte[]> sources() throws IOException {
        Map<String, byte[]> sources = new LinkedHashMap<>();
        for (String name : SOURCES) {
            try (InputStream stream = GuestProgram.class.getResourceAsStream(name)) {
                sources.put(name, stream.readAllBytes());
            }
        }
        return sources;
    }

    private static String fingerprint(Map<String, byte[]> sources) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        sources.values().forEach(all::writeBytes);
        return Fingerprint.of(all.toByteArray());
    }
}
