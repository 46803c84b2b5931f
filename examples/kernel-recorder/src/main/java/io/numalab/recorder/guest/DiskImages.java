package io.numalab.recorder.guest;

import io.numalab.recorder.RecorderException;
import io.numalab.scenario.language.ByteSize;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The disks of the guest: ext4 without a journal that holds the files of the scenario, and swap. The files hold real
 * data, so that their blocks are allocated and reading them fills the page cache from the disk. An image is made once
 * for each set of files and never written to by a guest.
 */
final class DiskImages {
    /** The disk of the public recordings; its size decides how much the kernel keeps about it. */
    private static final long BYTES_MIN = 6L << 30;
    private static final long MEBIBYTE = 1L << 20;
    /** For inodes, bitmaps and extents. */
    private static final long ROOM_BYTES = 512 * MEBIBYTE;
    private static final int SECONDS_MAX = 3600;
    private static final String PARTIAL = ".partial";

    private final Toolbox tools;
    private final Path folder;
    private final Consumer<String> progress;

    DiskImages(Toolbox tools, Path folder, Consumer<String> progress) {
        this.tools = tools;
        this.folder = folder;
        this.progress = progress;
    }

    /**
     * A disk with these files and room for more.
     *
     * @param files lengths in bytes by name
     * @param writtenBytes what the scenario may write to other files
     * @throws RecorderException if there is no space for it
     */
    Path data(Map<String, Long> files, long writtenBytes) throws IOException {
        TreeMap<String, Long> sorted = new TreeMap<>(files);
        long content = sorted.values().stream().mapToLong(Long::longValue).sum();
        long needed = content + content / 32 + writtenBytes + ROOM_BYTES;
        long size = Math.max(BYTES_MIN, (needed + MEBIBYTE - 1) / MEBIBYTE * MEBIBYTE);
        Path image = folder.resolve("disk-" + Fingerprint.of(sorted + " " + size) + ".img");
        if (!Files.isRegularFile(image)) {
            make(image, size, sorted, content);
        }
        return image;
    }

    private void make(Path image, long size, Map<String, Long> files, long content) throws IOException {
        long usable = Files.getFileStore(folder).getUsableSpace();
        if (usable < 2 * content + ROOM_BYTES) {
            throw new RecorderException("the disk of the guest needs " + ByteSize.format(mebibytes(2 * content
                    + ROOM_BYTES)) + " in " + folder + ", there are " + ByteSize.format(mebibytes(usable)));
        }
        progress.accept("making a disk with " + ByteSize.format(mebibytes(content)) + " of files");
        Path stage = folder.resolve("stage" + PARTIAL);
        Path partial = folder.resolve(image.getFileName() + PARTIAL);
        FolderRemoval.remove(stage);
        Files.createDirectories(stage);
        try {
            for (Map.Entry<String, Long> file : files.entrySet()) {
                fill(stage.resolve(file.getKey()), file.getValue());
            }
            setLength(partial, size);
            new ExternalProgram(List.of(tools.path(Tool.MAKE_FILE_SYSTEM), "-q", "-F", "-t", "ext4",
                    "-O", "^has_journal,^metadata_csum,^resize_inode", "-E", "lazy_itable_init=0", "-m", "0",
                    "-N", "1024", "-d", stage.toString(), partial.toString()), folder).text(SECONDS_MAX);
            Files.move(partial, image);
        } finally {
            Files.deleteIfExists(partial);
            FolderRemoval.remove(stage);
        }
    }

    /** A swap area. @param bytes more than 0 */
    Path swap(long bytes) throws IOException {
        Path image = folder.resolve("swap-" + bytes + ".img");
        if (!Files.isRegularFile(image)) {
            Path partial = folder.resolve(image.getFileName() + PARTIAL);
            try {
                setLength(partial, bytes);
                new ExternalProgram(List.of(tools.path(Tool.MAKE_SWAP), partial.toString()), folder)
                        .text(SECONDS_MAX);
                Files.move(partial, image);
            } finally {
                Files.deleteIfExists(partial);
            }
        }
        return image;
    }

    private static long mebibytes(long bytes) {
        return bytes / MEBIBYTE * MEBIBYTE;
    }

    private static void setLength(Path file, long bytes) throws IOException {
        Files.deleteIfExists(file);
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(bytes);
        }
    }

    // No byte is 0: a block of zeros would become a hole.
    private static void fill(Path file, long bytes) throws IOException {
        byte[] pattern = new byte[(int) MEBIBYTE];
        for (int i = 0; i < pattern.length; i++) {
            pattern[i] = (byte) (i % 255 + 1);
        }
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long left = bytes; left > 0; left -= pattern.length) {
                out.write(pattern, 0, (int) Math.min(left, pattern.length));
            }
        }
    }
}
