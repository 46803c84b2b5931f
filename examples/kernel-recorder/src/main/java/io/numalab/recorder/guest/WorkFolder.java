package io.numalab.recorder.guest;

import io.numalab.recorder.RecorderException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder for kernels, images and raw logs, which are kept from one recording to the next. One recording at a time
 * may use it; closing lets the next one in.
 */
final class WorkFolder implements AutoCloseable {
    private final Path path;
    private final RandomAccessFile lock;

    private WorkFolder(Path path, RandomAccessFile lock) {
        this.path = path;
        this.lock = lock;
    }

    /** Makes the folder if need be. @throws RecorderException if another recording uses it */
    static WorkFolder open(Path path) throws IOException {
        Files.createDirectories(path);
        Path absolute = path.toRealPath();
        RandomAccessFile lock = new RandomAccessFile(absolute.resolve("lock").toFile(), "rw");
        if (!isFree(lock)) {
            lock.close();
            throw new RecorderException("another recording uses " + path + "; --work names another folder");
        }
        return new WorkFolder(absolute, lock);
    }

    private static boolean isFree(RandomAccessFile lock) throws IOException {
        try {
            return lock.getChannel().tryLock() != null;
        } catch (OverlappingFileLockException sameProcess) {
            return false;
        }
    }

    /** The folder itself, absolute. */
    Path path() {
        return path;
    }

    /** A folder within it, made if need be. */
    Path folder(String name) throws IOException {
        return Files.createDirectories(path.resolve(name));
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
