package io.numalab.scenario.trace;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/** Opens a trace, plain or packed; what it is packed with is told by its first bytes. */
public final class TraceFile {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int MAGIC_BYTES = 4;
    private static final int GZIP = 0x1f8b;
    private static final int ZSTD = 0x28b52ffd;
    /** The heads of zlib streams at its usual levels, in which damo packs its records. */
    private static final Set<Integer> ZLIB = Set.of(0x7801, 0x789c, 0x78da);

    private TraceFile() {
    }

    /**
     * The unpacked bytes of a file, one after another. The caller closes the stream. What it throws when the file is
     * damaged begins with the file's name.
     *
     * @throws IOException if it cannot be read
     */
    public static InputStream open(Path file) throws IOException {
        InputStream packed = Files.newInputStream(file);
        try {
            return new NamedStream(unpacked(packed), file);
        } catch (IOException damaged) {
            packed.close();
            throw NamedStream.named(file, damaged);
        }
    }

    private static final class NamedStream extends FilterInputStream {
        private final Path file;

        NamedStream(InputStream bytes, Path file) {
            super(bytes);
            this.file = file;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            try {
                return super.read(target, offset, length);
            } catch (IOException damaged) {
                throw named(file, damaged);
            }
        }

        static IOException named(Path file, IOException damaged) {
            return new IOException(file + ": cannot be unpacked or read: " + damaged.getMessage(), damaged);
        }
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
        if (ZLIB.contains(first >>> 16)) {
            return new BufferedInputStream(new InflaterInputStream(bytes), BUFFER_BYTES);
        }
        return first >>> 16 == GZIP ? new GZIPInputStream(bytes, BUFFER_BYTES) : bytes;
    }
}
