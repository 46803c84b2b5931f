package io.numalab.scenario.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.machine.Machine;
import io.numalab.scenario.SampleFolder;
import io.numalab.scenario.play.ScenarioMachine;
import io.numalab.scenario.topology.TopologyReader;
import io.numalab.scenario.trace.TraceEvent.Kind;
import io.numalab.topology.Prices;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Reads the traces that real tools wrote; skipped where the samples are missing. */
class SampleTracesTest {

    private static Map<Kind, Integer> kinds(String name) throws IOException {
        Map<Kind, Integer> kinds = new EnumMap<>(Kind.class);
        Path file = SampleFolder.file(name);
        if (file != null) {
            try (TraceReader reader = new TraceReader(TraceFile.open(file), name)) {
                for (TraceEvent event = reader.next(); event != null; event = reader.next()) {
                    kinds.merge(event.kind(), 1, Integer::sum);
                }
            }
        }
        return kinds;
    }

    @Test
    void shouldReadEveryTextForm() throws IOException {
        if (SampleFolder.file("trace/mm_page_alloc-formats.txt") != null) {
            assertEquals(Map.of(Kind.ALLOCATED, 10, Kind.FAILED, 2, Kind.FREED, 1),
                    kinds("trace/mm_page_alloc-formats.txt"));
            assertEquals(Map.of(Kind.KSWAPD_WOKE, 2, Kind.KSWAPD_CALLED, 4), kinds("trace/mm_vmscan-4node-kswapd.txt"));
            assertEquals(Map.of(Kind.KSWAPD_WOKE, 1), kinds("trace/mm_vmscan-2node-slab.txt"));
            assertTrue(kinds("trace/mm_vmscan-direct-reclaim.txt").get(Kind.DIRECT_RECLAIM_ENDED) >= 3);
        }
    }

    @Test
    void shouldFindTheNodesOfARecordedMachine() throws IOException {
        String folder = "qemu-3n-linux-6.1/";
        Path trace = SampleFolder.file(folder + "ftrace-mm_page_alloc.txt");
        if (trace == null) {
            return;
        }
        Machine machine = ScenarioMachine.builder(TopologyReader.read(List.of(
                SampleFolder.file(folder + "zoneinfo.txt").toString(),
                SampleFolder.file(folder + "numactl-hardware.txt").toString())).scenario(), null, Prices.hardware())
                .build();
        try (TraceReader reader = new TraceReader(TraceFile.open(trace), "trace")) {
            ReplayResult result = new KmemReplay(machine, task -> { }).play(reader, lines -> { });
            assertEquals(41, result.placedPages());
            assertEquals(41, result.agreedPages(), "the task ran on CPU 3, all its pages lay on node 1");
            assertEquals(14, result.frees());
            machine.validate();
        }
    }
}
