package io.numalab.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that appears only when it is complete: written beside its place under another name, then renamed. Closing it
 * before {@link #commit} leaves nothing behind. One thread only.
 */
final class OutputFile implements AutoCloseable {
    /** The name that stands for standard output. */
    static final String STDOUT = "-";

    private final Path target;
    private final Path temporary;
    private final OutputStream stream;

    private OutputFile(Path target, Path temporary, OutputStream stream) {
        this.target = target;
        this.temporary = temporary;
        this.stream = stream;
    }

    /**
     * Checks before a long run that a file can be written.
     *
     * @throws IllegalArgumentException if it cannot, with the reason
     */
    static void check(Path path) {
        Path folder = folder(path);
        if (Files.isDirectory(path)) {
            throw new IllegalArgumentException("cannot write " + path + ": it is a folder");
        }
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException("cannot write " + path + ": there is no folder " + folder);
        }
        if (!Files.isWritable(Files.exists(path) && !Files.isRegularFile(path) ? path : folder)) {
            throw new IllegalArgumentException("cannot write " + path + ": access denied");
        }
    }

    /** Opens a file for writing. Devices and pipes are written directly. */
    static OutputFile open(Path path) throws IOException {
        check(path);
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            return new OutputFile(path, null, Files.newOutputStream(path));
        }
        Path target = Files.isSymbolicLink(path) && Files.exists(path) ? path.toRealPath() : path;
        Path temporary = folder(target).resolve(
                "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        OutputStream stream = Files.newOutputStream(temporary, StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        return new OutputFile(target, temporary, stream);
    }

    /** Writes a whole file. */
    static void write(Path path, byte[] bytes) throws IOException {
        try (OutputFile file = open(path)) {
            file.stream().write(bytes);
            file.commit();
        }
    }

    private static Path folder(Path path) {
        Path folder = path.toAbsolutePath().getParent();
        return folder == null ? path.toAbsolutePath() : folder;
    }

    /** Where to write. */
    OutputStream stream() {
        return stream;
    }

    /** Everything is written: puts the file in its place. */
    void commit() throws IOException {
        stream.close();
        if (temporary != null) {
            Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    @Override
    public void close() throws IOException {
        stream.close();
        if (temporary != null) {
            Files.deleteIfExists(temporary);
        }
    }
}
