package io.numalab.scenario.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The expected texts are the output of {@code compare.py --verbose} for the same files. */
class ConformanceTest {
    private static final List<String> NAMES = List.of("cpuset-oom", "far4-mode1", "mode1-parallel2", "thread-mode1");

    private static List<String> expected(String name) throws IOException {
        try (InputStream stream =
                ConformanceTest.class.getResourceAsStream("/io/numalab/scenario/recordings/" + name + ".txt")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    private static void add(List<String> lines, ConformanceRow row) {
        lines.add(row.line());
        lines.addAll(row.details());
    }

    @Test
    void shouldPrintWhatCompareDotPyPrintsForTheFirstRunAgainstTheOthers() throws IOException {
        List<String> lines = new ArrayList<>(List.of(ConformanceRow.header()));
        for (String name : NAMES) {
            Recording recording = Samples.recording(name);
            add(lines, Conformance.compare(recording.withoutRun(0), recording.onlyRun(0)));
        }
        assertEquals(expected("run1-against-others"), lines);
    }

    @Test
    void shouldPrintWhatCompareDotPyPrintsForPerturbedCopies() throws IOException {
        List<String> lines = new ArrayList<>(List.of(ConformanceRow.header()));
        for (String name : NAMES) {
            add(lines, Conformance.compare(Samples.recording(name), Samples.recording(name + ".perturbed")));
        }
        assertEquals(expected("perturbed"), lines);
    }

    @Test
    void shouldPassARecordingAgainstItself() throws IOException {
        for (String name : NAMES) {
            ConformanceRow row = Conformance.compare(Samples.recording(name), Samples.recording(name));
            assertTrue(row.passed(), row.line());
        }
    }

    @Test
    void shouldFailWhatCouldNotBePlayed() {
        ConformanceRow row = ConformanceRow.failed("x", "x.scn:3:1: cannot play");
        assertFalse(row.passed());
        assertEquals("0 of 1 pass", ConformanceRow.total(List.of(row)));
        assertTrue(row.line().endsWith("FAIL  x.scn:3:1: cannot play"));
    }

    @Test
    void shouldFailAnotherNumberOfSteps() throws IOException {
        ConformanceRow row =
                Conformance.compare(Samples.recording("thread-mode1"), Samples.recording("cpuset-oom"));
        assertFalse(row.passed());
        assertEquals(100.0, row.worst().get(Check.END).percent());
    }

    @Test
    void shouldRefuseWhatIsNoRecording() {
        for (String text : List.of("", "[]", "{}", "{\"schema\":\"numa-oracle/1\",\"runs\":[]}", "nonsense",
                "{\"a\":")) {
            RecordingException refused = assertThrows(RecordingException.class,
                    () -> Recording.parse("x.json", text.getBytes(StandardCharsets.UTF_8)));
            assertTrue(refused.getMessage().startsWith("x.json:") && !refused.getMessage().contains("\n"),
                    refused.getMessage());
        }
    }
}
