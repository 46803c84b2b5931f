package io.numalab.scenario.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import io.numalab.scenario.trace.TraceFile;
import io.numalab.scenario.trace.TraceFormatException;
import io.numalab.scenario.trace.TraceLines;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class AccessReaderTest {
    /** As {@code damo report access --json} writes it: numbers as texts with commas, times with units. */
    private static final String DAMO = """
            [{"kdamond_idx": 0, "intervals": {"sample_us": "5 ms", "aggr_us": "100 ms"}, "target_id": %s,
              "snapshots": [{"start_time": "0 ns", "end_time": %s, "regions": [
                {"start": "4,096", "end": "12,288", "nr_accesses": {"samples": "3", "percent": "15 %%"},
                 "age": {"usec": "0 ns", "aggr_intervals": "5,913"}},
                {"start": 12288, "end": 12289, "nr_accesses": {"samples": 0, "percent": null}, "age": null}],
              "total_bytes": "8,193"}]}]
            """;

    private static List<Access> read(InputStream bytes) throws IOException {
        List<Access> accesses = new ArrayList<>();
        try (AccessReader reader = AccessReader.open(bytes, "t")) {
            for (Access access = reader.next(); access != null; access = reader.next()) {
                accesses.add(access);
            }
        }
        return accesses;
    }

    private static List<Access> read(String text) {
        try {
            return read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static void refuses(String text, String complaint) {
        String message = assertThrows(TraceFormatException.class, () -> read(text)).getMessage();
        assertTrue(message.startsWith("t:" + complaint), message);
    }

    @Test
    void shouldReadCsvWithAndWithoutNames() {
        assertEquals(List.of(new Access("a", 1_500_000_000L, 7, 1, 1, false),
                new Access("b", 2_000_000_001L, 255, 1, 1, true), new Access("task", -1, 9, 1, 1, false)),
                read("# comment\n1.5,a,7,r\n\n2.000000001, b ,0xff,W\r\n,,9\n"));
        assertEquals(List.of(new Access("12", -1, 2, 1, 1, true)), read("rw,address,PID,other\nstore,8193,12,x\n"));
        assertEquals(List.of(), read(""));
        assertEquals(List.of(), read("time,task,page,rw\n"));
    }

    @Test
    void shouldSayWhichFieldOfACsvIsWrong() {
        refuses("1,a,7,r\n1,a,x,r\n", "2:5: expected a page number below 2^52 (the columns are time, task, page or"
                + " address, r/w), found \"x\"");
        refuses("1,a\n", "1:4: expected a page number");
        refuses("1,a," + (1L << 52) + "\n", "1:5: expected a page number below 2^52");
        refuses("1,a,-1\n", "1:5: expected a page number");
        refuses("1,a,+1\n", "1:5: expected a page number");
        refuses("address\n0x\n", "2:1: expected an address");
        refuses("soon,a,7,r\n", "1:1: expected seconds below 10^9");
        refuses("1e5,a,7,r\n", "1:1: expected seconds below 10^9");
        refuses("1," + "a".repeat(65) + ",7\n", "1:3: expected a task of at most 64 characters");
        refuses("1,a,7,x\n", "1:7: expected r or w, found \"x\"");
        refuses("1,a,7\n" + ",".repeat(TraceLines.LINE_MAX + 1), "2:65536: expected a line of at most 65536");
    }

    @Test
    void shouldReadDamonsTracepointOfEveryTool() {
        List<Access> wanted = List.of(new Access("target-0", 79_357_842_179_000L, 1, 2, 3, false));
        for (String head : List.of("    kdamond.0 46568 [027] 79357.842179: damon:damon_aggregated: ",
                "       kdamond.0-263515 [000] ..... 79357.842179: damon_aggregated:     ",
                "       kdamond.0-12015 [096]  79357.842179: damon_aggregated:     ")) {
            for (String age : List.of("", " 864")) {
                assertEquals(wanted, read("cpus=8\n" + head + "target_id=0 nr_regions=11 4096-12287: 3" + age
                        + "\n  kdamond.0-1 [000] 1.0: damon_monitor_intervals_tune: sample_us=5000\n"));
            }
        }
        String line = "x: damon_aggregated: target_id=18446623435582458880 nr_regions=1 ";
        assertEquals("target-18446623435582458880", read(line + "4096-8192: 0\n").get(0).task());
        refuses(line + "8192-4096: 1\n", "1:66: expected a region whose end lies behind its start");
        refuses(line + "4096-8192: 999999\n", "1:77: expected at most 100000");
        refuses("monitoring_end: , m\n", "1:16: expected nanoseconds, or a time such as 2 m 3 s 456 ms");
        refuses("damon_aggregated: nonsense\n", "1:18: expected target_id=N nr_regions=N START-END: COUNT");
    }

    @Test
    void shouldReadDamosRecords() {
        for (String time : List.of("\"2 m 3 s 456 ms 789 us 123 ns\"", "123456789123", "\"123,456,789,123\"")) {
            assertEquals(List.of(new Access("target-7", 123_456_789_123L, 1, 2, 3, false),
                    new Access("target-7", 123_456_789_123L, 3, 1, 0, false)),
                    read(DAMO.formatted("7", time)));
        }
        assertEquals("target-0", read(DAMO.formatted("null", "1")).get(0).task());
        refuses(DAMO.formatted("7", "\"soon\""), "2:58: expected nanoseconds, or a time such as 2 m 3 s 456 ms, found"
                + " \"soon\"");
        refuses("[{\"snapshots\": [{\"regions\": [{\"start\": 1}]}]}]", "1:42: expected a region with start,");
        refuses("[{\"end\": \"x\"}]", "1:13: expected a number from 0 to");
        refuses("[\0\0\0\4", "1:3: expected JSON as damo writes it");
        refuses("[{\"start\":", "1:11: expected JSON as damo writes it");
        refuses("[".repeat(60_000), "1:1002: expected JSON as damo writes it");
    }

    /** Two targets; the newer form has a line of names, blanks and ages. */
    @Test
    void shouldReadDamosRawReports() {
        String text = """
                base_time_absolute: 8 m 59.809 s

                monitoring_start:                0 ns
                monitoring_end:            104.599 ms
                monitoring_duration:       104.599 ms
                target_id: 18446623438842320000
                nr_regions: 2
                000000001000-000000003000(   8.000 KiB):        3
                7f938d7e1000-7f938d7e1001(        1 B):        0

                monitoring_start:          104.599 ms
                monitoring_end:              1.500 s
                monitoring_duration:         1.395 s
                target_id: 18446623438842320000
                nr_regions: 0

                base_time_absolute: 600,000,000,000

                monitoring_start:                0
                monitoring_end:          1,000,000
                target_id: None
                nr_regions: 1
                # start_addr     end_addr        length  nr_accesses   age
                000000001000-000000002000 (       4,096)       1,234    -1
                """;
        assertEquals(List.of(new Access("target-18446623438842320000", 539_913_599_000L, 1, 2, 3, false),
                new Access("target-18446623438842320000", 539_913_599_000L, 0x7f938d7e1L, 1, 0, false),
                new Access("target-0", 600_001_000_000L, 1, 1, 1234, false)), read(text));
        String head = "monitoring_end: 5 ms\n";
        assertEquals(5_000_000, read(head + "1000-2000(4 KiB): 1\n").get(0).timeNanos());
        refuses("monitoring_end: soon\n", "1:16: expected nanoseconds, or a time such as 2 m 3 s 456 ms, found"
                + " \"soon\"");
        refuses(head + "2000-1000(4 KiB): 1\n", "2:1: expected a region whose end lies behind its start");
        refuses(head + "1000-2000(4 KiB): 999999\n", "2:19: expected at most 100000");
        refuses(head + "1000-2000(4 KiB)\n", "2:1: expected a region such as");
        refuses(head + "1000-ffffffffffffffff (4 KiB) 1\n", "2:1: expected a region such as");
    }

    @Test
    void shouldUnpack() throws IOException {
        byte[] plain = "1,a,7,r\n".repeat(100).getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
            out.write(plain);
        }
        ByteArrayOutputStream zlib = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(zlib)) {
            out.write(plain);
        }
        for (byte[] packed : List.of(plain, gzip.toByteArray(), zlib.toByteArray(), Zstd.compress(plain))) {
            assertEquals(100, read(TraceFile.unpacked(new ByteArrayInputStream(packed))).size());
        }
    }
}
