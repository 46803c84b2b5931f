package io.numalab.recorder.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CpioArchiveTest {
    private static final int HEAD = 110;

    @Test
    void shouldHoldEachEntryUnderItsNameAndMode() {
        byte[] bytes = new CpioArchive().folder("dev").file("a/b", new byte[] {1, 2, 3}).program("init", new byte[5])
                .bytes();

        assertEquals(List.of("dev 40755 0", "a/b 100644 3", "init 100755 5", "TRAILER!!! 100644 0"), read(bytes));
    }

    private static List<String> read(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        List<String> entries = new ArrayList<>();
        int at = 0;
        while (at < bytes.length) {
            assertEquals("070701", text.substring(at, at + 6));
            int size = field(text, at, 6);
            int nameSize = field(text, at, 11);
            String name = text.substring(at + HEAD, at + HEAD + nameSize - 1);
            entries.add(name + " " + Integer.toOctalString(field(text, at, 1)) + " " + size);
            at = aligned(aligned(at + HEAD + nameSize) + size);
        }
        return entries;
    }

    private static int field(String text, int at, int index) {
        return Integer.parseInt(text.substring(at + 6 + 8 * index, at + 14 + 8 * index), 16);
    }

    private static int aligned(int position) {
        return (position + 3) / 4 * 4;
    }
}
