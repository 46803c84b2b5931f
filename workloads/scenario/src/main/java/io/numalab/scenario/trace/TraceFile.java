package io.numalab.scenario.trace;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Opens a trace, plain or packed; what it is packed with is told by its first bytes. */
public final class TraceFile {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int MAGIC_BYTES = 4;
    private static final int GZIP = 0x1f8b;
    private static final int ZSTD = 0x28b52ffd;

    private TraceFile() {
    }

    /**
     * The unpacked bytes of a file, one after another. The caller closes the stream.
     *
     * @throws IOException if it cannot be read
     */
    public static InputStream open(Path file) throws IOException {
        return unpacked(Files.newInputStream(file));
    }

    /** The unpacked bytes of a stream. Closing the result closes the stream. */
    public static InputStream unpacked(InputStream packed) throws IOException {
        BufferedInputStream bytes = new BufferedInputStream(packed, BUFFER_BYTES);
        bytes.mark(MAGIC_BYTES);
        byte[] magic = bytes.readNBytes(MAGIC_BYTES);
        bytes.reset();
        int first = 0;
        for (int i = 0; i < MAGIC_BYTES; i++) {
            first = first << 8 | (i < magic.length ? magic[i] & 0xff : 0);
        }
        if (first == ZSTD) {
            return new BufferedInputStream(new ZstdInputStream(bytes), BUFFER_BYTES);
        }
        return first >>> 16 == GZIP ? new GZIPInputStream(bytes, BUFFER_BYTES) : bytes;
    }
}
