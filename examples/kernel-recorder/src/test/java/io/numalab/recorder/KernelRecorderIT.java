package io.numalab.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.numalab.scenario.language.Scenario;
import io.numalab.scenario.recording.Conformance;
import io.numalab.scenario.recording.ConformanceRow;
import io.numalab.scenario.recording.Recording;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Boots a real kernel twice: {@code mvn -Pkernel verify}. */
class KernelRecorderIT {
    private static final String SCENARIO = """
            @title a node full of cache that makes room for an anonymous mapping: repeats from run to run
            @kernel 6.1
            @node 512M cpus=0
            @node 512M cpus=1
            @distance 10 20 / 20 10
            @file f0 1M
            @file f1 1M
            @file f2 1M
            @file f3 1M
            @file logs.txt 380M
            sysctl vm.watermark_boost_factor=0
            sysctl vm.zone_reclaim_mode=1
            task F cpu=node0
            F read logs.txt 0 380M
            task A cpu=node0
            A anon h 200M
            settle
            """;

    @Test
    void shouldRecordARunThatAnotherRunConformsWith() throws IOException {
        Path work = Path.of(System.getProperty("numalab.recorder.work"));
        RecordingRequest request = RecordingRequest.of(Scenario.parse("spill.scn", SCENARIO), work).withRuns(2);
        byte[] json = new KernelRecorder(request, text -> { }).record();

        Recording recording = Recording.parse("spill.json", json);
        ConformanceRow row = Conformance.compare(recording.onlyRun(0), recording.onlyRun(1));
        assertTrue(row.passed(), row.line());
        JsonNode step = new ObjectMapper().readTree(json).path("runs").get(0).path("steps").get(6);
        JsonNode map = step.path("maps").get(0);
        int pages = (200 << 20) / 4096;
        assertEquals(pages, map.path("per_node").get(0).asInt() + map.path("per_node").get(1).asInt());
        assertTrue(map.path("per_node").get(0).asInt() > pages * 9 / 10, "the kernel made room on node 0");
        assertTrue(step.path("trace").path("node_reclaim_end").path("task=task-A").path("nr_reclaimed").asInt() > 0);
    }
}
