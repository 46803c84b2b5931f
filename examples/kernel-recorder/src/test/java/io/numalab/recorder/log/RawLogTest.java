package io.numalab.recorder.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class RawLogTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Test
    void shouldReadARealLogAsTheReaderInPythonDoes() throws JsonProcessingException {
        RecordedRun run = RawLog.read(SmallLog.text(), 2);
        JsonNode expected = SmallLog.steps();

        assertTrue(run.complete());
        assertEquals(List.of(), run.errors());
        assertEquals(expected.size(), run.steps().size());
        for (int i = 0; i < expected.size(); i++) {
            // Through text, because numbers read back have the types that the expected ones have.
            assertEquals(expected.get(i), MAPPER.readTree(run.steps().get(i).toString()), "step " + i);
        }
    }

    @Test
    void shouldKeepTheEnvironmentApartFromWhatAStepShows() {
        RecordedRun run = RawLog.read(SmallLog.text(), 2);

        assertEquals("0", run.environment().get("/sys/devices/system/node/node0/cpulist"));
        assertEquals("10 20", run.environment().get("/sys/devices/system/node/node0/distance"));
        assertEquals("1", run.environment().get("/proc/sys/vm/zone_reclaim_mode"));
        assertEquals("1", run.steps().get(2).path("shown").path("/proc/sys/vm/zone_reclaim_mode").asText());
    }

    @Test
    void shouldTellWhoReclaimedHowMuch() {
        JsonNode step = RawLog.read(SmallLog.text(), 2).steps().get(6);

        assertEquals("A anon h 60M", step.path("step").asText());
        long calls = step.path("trace").path("node_reclaim_begin").path("nid=0,order=0").path("hits").asLong();
        long pages = step.path("trace").path("node_reclaim_end").path("task=task-A").path("nr_reclaimed").asLong();
        assertTrue(calls > 100, "calls " + calls);
        assertTrue(pages >= 32 * (calls - 1), "pages " + pages);
        assertEquals(pages, step.path("vmstat_delta").path("pgsteal_direct").asLong());
    }

    @Test
    void shouldTellOfAKilledTask() {
        List<? extends JsonNode> steps = RawLog.read(SmallLog.text(), 2).steps();

        assertEquals("died", steps.get(11).path("results").get(0).path("rc").asText());
        assertEquals("B signal 9", steps.get(11).path("died").get(0).asText());
        assertFalse(steps.get(11).path("dmesg").isEmpty());
        assertEquals("skipped", steps.get(12).path("results").get(0).path("rc").asText());
    }

    @Test
    void shouldCutAMappingIntoPiecesPerNode() {
        String log = "@@STEP 0 boot\n@@MAP A h anon 16384\n1 0 1\n0 2 0\n@@EOF\n"
                + "@@NUMAMAP A h 7f00 default anon=3\n@@ENDSTEP\n";
        JsonNode map = RawLog.read(log, 2).steps().get(0).path("maps").get(0);

        assertEquals("[1,2]", map.path("per_node").toString());
        assertEquals("[[1,0],[0,2]]", map.path("by_order").toString());
        assertEquals(1, map.path("absent").asLong());
        assertEquals(4, map.path("pages").asLong());
        assertEquals("[\"default anon=3\"]", map.path("numa_maps").toString());
    }

    @Test
    void shouldReportWhatTheGuestCouldNotDo() {
        RecordedRun run = RawLog.read("@@ERROR the disk cannot be mounted: No such device\n@@BOOT\n", 1);

        assertEquals(List.of("the disk cannot be mounted: No such device"), run.errors());
        assertFalse(run.complete());
    }
}
