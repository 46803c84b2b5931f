package io.numalab.scenario.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import io.numalab.machine.Machine;
import io.numalab.topology.MachineSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class KmemReplayTest {
    private final Machine machine = Machine.builder(
            MachineSpec.builder().node(64 << 20, 0).node(64 << 20, 1).build()).build();
    private final long nodeOne = machine.spec().node(1).zones().get(0).startPfn();

    private ReplayResult play(String text) {
        try (TraceReader reader = new TraceReader(bytes(text), "t.txt")) {
            ReplayResult result = new KmemReplay(machine, task -> { }).play(reader, lines -> { });
            machine.validate();
            return result;
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String alloc(int cpu, long pfn, int order, String gfp) {
        return "app-1 [00" + cpu + "] .... 1.0: mm_page_alloc: page=0x1 pfn=" + pfn + " order=" + order
                + " migratetype=1 gfp_flags=" + gfp + "\n";
    }

    private static String free(String event, long pfn) {
        return "app-1 [000] .... 1.0: " + event + ": page=0x1 pfn=" + pfn + " order=0\n";
    }

    @Test
    void shouldCountWhereTheKernelAndTheSimulationPutPages() {
        ReplayResult result = play(alloc(0, 20, 0, "GFP_HIGHUSER_MOVABLE") + alloc(1, nodeOne + 5, 3, "GFP_KERNEL")
                + alloc(1, 21, 0, "GFP_KERNEL|__GFP_THISNODE") + alloc(0, 0, 0, "GFP_KERNEL"));
        assertEquals(1, result.pages()[0][0]);
        assertEquals(8, result.pages()[1][1]);
        assertEquals(1, result.pages()[0][1]);
        assertEquals(1, result.pages()[3][0], "a frame below all zones");
        assertEquals(9, result.agreedPages());
        assertEquals(10, result.placedPages());
        assertEquals(4, result.requests());
    }

    @Test
    void shouldFreeWhatTheTraceFreesAndCountWhatItDoesNotKnow() {
        String batch = free("mm_page_free_batched", 30) + free("mm_page_free", 30);
        ReplayResult result = play(alloc(0, 20, 2, "GFP_KERNEL") + free("mm_page_free", 20) + free("mm_page_free", 20)
                + alloc(0, 30, 0, "GFP_KERNEL") + batch + alloc(0, 40, 0, "GFP_KERNEL") + alloc(0, 40, 0, "GFP_KERNEL")
                + "CPU:0 [LOST 3 EVENTS]\n");
        assertEquals(3, result.frees(), "two freed, one handed out again without a free");
        assertEquals(1, result.unknownFrees());
        assertEquals(3, result.lostEvents());
    }

    @Test
    void shouldSplitBlocksWhosePagesAreFreedOneByOne() {
        StringBuilder trace = new StringBuilder(alloc(0, 512, 9, "GFP_TRANSHUGE") + alloc(0, 1024, 2, "GFP_KERNEL"));
        for (int page = 511; page >= 0; page--) {
            trace.append(free("mm_page_free", 512 + page));
        }
        ReplayResult result = play(trace + free("mm_page_free", 1024 + 3));
        assertEquals(513, result.frees());
        assertEquals(0, result.unknownFrees());
        assertEquals(2, play(free("mm_page_free", 1024 + 3) + free("mm_page_free", 1024)).unknownFrees());
    }

    @Test
    void shouldNotKeepEveryTaskOfALongTrace() {
        StringBuilder trace = new StringBuilder();
        for (int pid = 0; pid < 3 * KmemReplay.TASKS_MAX; pid++) {
            trace.append(alloc(0, 40 + pid, 0, "GFP_KERNEL").replace("app-1 ", "app-" + pid + " "))
                    .append(alloc(1, 9000 + pid, 0, "GFP_KERNEL"));
        }
        assertEquals(6 * KmemReplay.TASKS_MAX, play(trace.toString()).requests());
        assertEquals(KmemReplay.TASKS_MAX, machine.tasks().size());
    }

    @Test
    void shouldSpillWhenANodeIsFull() {
        StringBuilder trace = new StringBuilder();
        for (int page = 0; page < 20_000; page++) {
            trace.append(alloc(1, nodeOne + page, 0, "GFP_HIGHUSER_MOVABLE"));
        }
        ReplayResult result = play(trace.toString());
        assertEquals(20_000, result.pages()[1][0] + result.pages()[1][1]);
        assertTrue(result.pages()[1][0] > 3000 && result.pages()[1][1] > 15_000);
    }

    @Test
    void shouldRefuseCpusThatTheMachineLacks() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> play("\n" + alloc(7, 20, 0, "GFP_KERNEL")))
                .getMessage().startsWith("line 2 of the trace: CPU 7, but the machine has CPUs 0 to 1"));
    }

    @Test
    void shouldReadPackedTraces() throws IOException {
        byte[] plain = alloc(0, 20, 0, "GFP_KERNEL").repeat(100).getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(plain);
        }
        for (byte[] bytes : new byte[][] {plain, packed.toByteArray(), Zstd.compress(plain)}) {
            try (InputStream in = TraceFile.unpacked(new ByteArrayInputStream(bytes))) {
                assertEquals(new String(plain, StandardCharsets.UTF_8),
                        new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        assertEquals(0, TraceFile.unpacked(new ByteArrayInputStream(new byte[0])).readAllBytes().length);
    }

    @Test
    void shouldRefuseLinesWithoutEnd() {
        String message = assertThrows(TraceFormatException.class,
                () -> play("\n" + "x".repeat(TraceLines.LINE_MAX + 1))).getMessage();
        assertTrue(message.startsWith("t.txt:2:65536: expected a line of at most 65536 characters"), message);
    }
}
