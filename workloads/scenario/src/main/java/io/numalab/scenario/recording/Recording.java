package io.numalab.scenario.recording;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * All runs of a recording, or of a simulated run in the same schema, reduced to what {@link Conformance} compares.
 * Immutable.
 */
public final class Recording {
    /** The schema this reader understands. */
    public static final String SCHEMA = "numa-oracle/1";

    /** One boot. */
    record Run(boolean complete, List<RecordedStep> steps) {
    }

    private final String name;
    private final List<Run> runs;

    private Recording(String name, List<Run> runs) {
        this.name = name;
        this.runs = List.copyOf(runs);
    }

    /**
     * Reads a file.
     *
     * @throws IOException if it cannot be read
     * @throws RecordingException if it is not a recording
     */
    public static Recording read(Path path) throws IOException {
        return parse(path.toString(), Files.readAllBytes(path));
    }

    /** Reads the bytes of a file. @param file the name that errors give */
    public static Recording parse(String file, byte[] json) {
        JsonNode root;
        try {
            root = new ObjectMapper().readTree(json);
        } catch (JsonProcessingException malformed) {
            throw RecordingException.notJson(file, malformed);
        } catch (IOException impossible) {
            throw new java.io.UncheckedIOException(impossible);
        }
        if (!root.path("schema").asText().equals(SCHEMA) || root.path("runs").isEmpty()) {
            throw new RecordingException(file, "expected a recording with schema " + SCHEMA + " and at least one run");
        }
        List<Run> runs = new ArrayList<>();
        for (JsonNode run : root.path("runs")) {
            List<RecordedStep> steps = new ArrayList<>();
            run.path("steps").forEach(step -> steps.add(StepReader.read(step)));
            runs.add(new Run(run.path("complete").asBoolean(true), List.copyOf(steps)));
        }
        return new Recording(root.path("name").asText(), runs);
    }

    /** The name of the scenario. */
    public String name() {
        return name;
    }

    /** How many runs there are, incomplete ones included. */
    public int runCount() {
        return runs.size();
    }

    /** The same recording with one run only. @param index 0 for the first */
    public Recording onlyRun(int index) {
        return new Recording(name, List.of(runs.get(index)));
    }

    /** The same recording without one run. @param index 0 for the first */
    public Recording withoutRun(int index) {
        List<Run> others = new ArrayList<>(runs);
        others.remove(index);
        return new Recording(name, others);
    }

    /** The runs that ended as they should; all of them if none did. */
    List<Run> completeRuns() {
        List<Run> complete = runs.stream().filter(Run::complete).toList();
        return complete.isEmpty() ? runs : complete;
    }

    /** The first run. */
    Run firstRun() {
        return runs.get(0);
    }
}
