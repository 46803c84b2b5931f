package io.numalab.recorder.guest;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** An archive in the format {@code newc}, which the kernel unpacks as its first file system. One thread only. */
final class CpioArchive {
    private static final int FOLDER = 0040755;
    private static final int FILE = 0100644;
    private static final int PROGRAM = 0100755;
    private static final int ALIGNMENT = 4;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int inode;

    CpioArchive folder(String name) {
        return entry(name, FOLDER, new byte[0]);
    }

    CpioArchive file(String name, byte[] content) {
        return entry(name, FILE, content);
    }

    CpioArchive program(String name, byte[] content) {
        return entry(name, PROGRAM, content);
    }

    /** The archive with its end mark. Nothing may be added afterwards. */
    byte[] bytes() {
        return entry("TRAILER!!!", FILE, new byte[0]).bytes.toByteArray();
    }

    private CpioArchive entry(String name, int mode, byte[] content) {
        byte[] text = (name + "\0").getBytes(StandardCharsets.US_ASCII);
        int[] fields = {++inode, mode, 0, 0, 1, 0, content.length, 0, 0, 0, 0, text.length, 0};
        StringBuilder head = new StringBuilder("070701");
        for (int field : fields) {
            String digits = Integer.toHexString(field);
            head.append("0".repeat(8 - digits.length())).append(digits);
        }
        bytes.writeBytes(head.toString().getBytes(StandardCharsets.US_ASCII));
        bytes.writeBytes(text);
        pad();
        bytes.writeBytes(content);
        pad();
        return this;
    }

    private void pad() {
        while (bytes.size() % ALIGNMENT != 0) {
            bytes.write(0);
        }
    }
}
