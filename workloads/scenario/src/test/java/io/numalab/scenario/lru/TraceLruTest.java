package io.numalab.scenario.lru;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TraceLruTest {

    private static TraceLru played(int capacityPages, TraceColumns columns, String csv) throws IOException {
        TraceLru lru = new TraceLru(capacityPages);
        lru.play(new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)), "t.csv", columns);
        lru.validate();
        return lru;
    }

    private static String complaint(TraceColumns columns, String csv) {
        return assertThrows(TraceException.class, () -> played(4, columns, csv)).getMessage();
    }

    @Test
    void shouldEvictTheLeastRecentlyUsed() throws IOException {
        TraceLru lru = played(2, TraceColumns.FIRST, "1\n2\n1\n3\n1\n2\n");
        assertEquals(6, lru.requests());
        assertEquals(4, lru.misses());
        assertEquals(4 / 6.0, lru.missRatio());
        assertTrue(Double.isNaN(played(2, TraceColumns.FIRST, "").missRatio()));
    }

    @Test
    void shouldReadAllFormsOfALine() throws IOException {
        assertEquals(1, played(9, TraceColumns.FIRST, "7\n7\r\n 7 \n\n\r\n007,4096\n7,x,\n7").misses());
        assertEquals(2, played(9, TraceColumns.FIRST, "18446744073709551615\n0\n18446744073709551615").misses());
        assertEquals(6, played(9, TraceColumns.FIRST, "7\n7\r\n 7 \n\n\r\n007,4096\n7,x,\n7").requests());
        assertEquals(1, played(9, new TraceColumns(2, '\t', true, false), "time\tid\n1\t5\tx\n2\t5\n").misses());
        assertEquals(0, played(9, new TraceColumns(2, ',', true, false), "one column only").requests());
        assertEquals(2, played(9, new TraceColumns(1, ',', false, true), "/a,1\n/b,2\r\n/a,3\n/b").misses());
        assertEquals(2, played(9, new TraceColumns(1, ',', false, true), "7\n007\n7\n").misses());
    }

    @Test
    void shouldReadLinesLongerThanTheBuffer() throws IOException {
        String longLine = "5," + "x".repeat(1 << 20) + "\n";
        TraceLru lru = played(9, TraceColumns.FIRST, "6\n" + longLine + longLine + "6\n");
        assertEquals(4, lru.requests());
        assertEquals(2, lru.misses());
        String tooLong = "6\n" + "x".repeat(1 << 25);
        assertTrue(complaint(TraceColumns.FIRST, tooLong).startsWith("t.csv:2: expected a line of"));
    }

    @Test
    void shouldSayWhereALineIsBad() {
        assertEquals("t.csv:2:1: expected an object id (a decimal number from 0 to 2^64-1), found \"id\"",
                complaint(TraceColumns.FIRST, "1\nid,size\n"));
        assertEquals("t.csv:1:2: expected the end of a decimal number, found \"x\"",
                complaint(TraceColumns.FIRST, "1x\n"));
        assertEquals("t.csv:1:1: expected an object id (a decimal number from 0 to 2^64-1), found "
                + "\"18446744073709551616\"", complaint(TraceColumns.FIRST, "18446744073709551616"));
        assertEquals("t.csv:3:4: expected a column 2, found nothing",
                complaint(new TraceColumns(2, ',', true, false), "a,b\n1,2\n123\n"));
        assertEquals("t.csv:1:3: expected an object id, found nothing",
                complaint(new TraceColumns(2, ',', false, true), "1,,2\n"));
        assertEquals("t.csv:1:1: expected an object id (a decimal number from 0 to 2^64-1), found \"-1\"",
                complaint(TraceColumns.FIRST, "-1\n"));
    }

    @Test
    void shouldRefuseWhatIsOutOfRange() {
        assertThrows(IllegalArgumentException.class, () -> new TraceLru(0));
        assertThrows(IllegalArgumentException.class, () -> new TraceLru(TraceLru.CAPACITY_MAX + 1));
        assertThrows(IllegalArgumentException.class, () -> new TraceColumns(0, ',', false, false));
        assertThrows(IllegalArgumentException.class, () -> new TraceColumns(1, '\n', false, false));
        assertThrows(IllegalArgumentException.class, () -> new TraceColumns(1, '5', false, false));
    }
}
