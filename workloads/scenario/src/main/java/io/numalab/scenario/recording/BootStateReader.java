package io.numalab.scenario.recording;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.numalab.spi.ZoneType;
import io.numalab.topology.BootState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Takes the boot state from a recording: {@code nodes} and {@code zones} of step 0 of the first run,
 * {@code environment.cmdline} and {@code environment.sysfs}. A stream is read that never turns anything else into a
 * value and stops behind the last of these, so nothing that happened later can leak into a simulation.
 */
public final class BootStateReader {
    private final String file;
    private final TreeMap<String, String> sysfs = new TreeMap<>();
    private String commandLine;
    private JsonNode nodes;
    private JsonNode zones;

    private BootStateReader(String file) {
        this.file = file;
    }

    /**
     * Reads a recording as far as needed.
     *
     * @throws IOException if the file cannot be read
     * @throws RecordingException if it is no recording
     */
    public static RecordedBoot read(Path path) throws IOException {
        try (InputStream stream = Files.newInputStream(path)) {
            return read(path.toString(), stream);
        }
    }

    /** Reads a stream as far as needed. @param file the name that errors give */
    public static RecordedBoot read(String file, InputStream stream) throws IOException {
        BootStateReader reader = new BootStateReader(file);
        try (JsonParser parser = new ObjectMapper().createParser(stream)) {
            reader.root(parser);
        } catch (JsonProcessingException malformed) {
            throw RecordingException.notJson(file, malformed);
        }
        return reader.boot();
    }

    private void root(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new RecordingException(file, "expected a recording: a JSON object");
        }
        while (!complete() && parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            if (field.equals("schema") && !Recording.SCHEMA.equals(parser.getText())) {
                throw new RecordingException(file, "expected schema " + Recording.SCHEMA + ", got " + parser.getText());
            } else if (field.equals("environment") && value == JsonToken.START_OBJECT) {
                environment(parser);
            } else if (field.equals("runs") && value == JsonToken.START_ARRAY) {
                firstRun(parser);
            } else {
                parser.skipChildren();
            }
        }
    }

    private boolean complete() {
        return commandLine != null && !sysfs.isEmpty() && nodes != null && zones != null;
    }

    private void environment(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            if (field.equals("cmdline")) {
                commandLine = parser.getValueAsString("");
            } else if (field.equals("sysfs") && value == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String path = parser.currentName();
                    parser.nextToken();
                    sysfs.put(path, parser.getValueAsString(""));
                    parser.skipChildren();
                }
            } else {
                parser.skipChildren();
            }
        }
    }

    private void firstRun(JsonParser parser) throws IOException {
        if (parser.nextToken() == JsonToken.START_OBJECT) {
            while (nodes == null && parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean steps = parser.currentName().equals("steps");
                if (parser.nextToken() == JsonToken.START_ARRAY && steps) {
                    if (parser.nextToken() == JsonToken.START_OBJECT) {
                        stepZero(parser);
                    }
                    break;
                }
                parser.skipChildren();
            }
        }
        if (!complete()) {
            leaveRuns(parser);
        }
    }

    private void stepZero(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            if (field.equals("nodes")) {
                nodes = parser.readValueAsTree();
            } else if (field.equals("zones")) {
                zones = parser.readValueAsTree();
            } else if (field.equals("i") && (value != JsonToken.VALUE_NUMBER_INT || parser.getIntValue() != 0)) {
                throw new RecordingException(file, "expected the first step to be step 0, got " + parser.getText());
            } else {
                parser.skipChildren();
            }
        }
    }

    /** Passes over tokens up to the end of {@code runs}, for files that name the environment behind it. */
    private static void leaveRuns(JsonParser parser) throws IOException {
        while (!parser.isClosed()) {
            JsonStreamContext context = parser.getParsingContext();
            if (context.inRoot() || context.inObject() && context.getParent().inRoot()) {
                return;
            }
            parser.nextToken();
        }
    }

    private RecordedBoot boot() {
        if (!complete() || nodes.isEmpty() || zones.isEmpty()) {
            throw new RecordingException(file, "expected a recording with environment.cmdline, environment.sysfs and"
                    + " nodes and zones in the first step of its first run");
        }
        List<BootState.NodeBoot> nodeStates = new ArrayList<>();
        for (JsonNode node : nodes) {
            Map<String, Long> gauges = numbers(node);
            gauges.keySet().removeIf(key -> !key.startsWith("nr_") && !key.startsWith("workingset_"));
            nodeStates.add(new BootState.NodeBoot(nodeStates.size(), gauges, numbers(node.path("numastat"))));
        }
        List<BootState.ZoneBoot> zoneStates = new ArrayList<>();
        for (JsonNode zone : zones) {
            zoneStates.add(zone(zone));
        }
        return new RecordedBoot(file, new BootState(zoneStates, nodeStates), commandLine, sysfs);
    }

    private BootState.ZoneBoot zone(JsonNode zone) {
        List<Integer> protection = new ArrayList<>();
        for (JsonNode pages : zone.path("protection")) {
            protection.add(pages(pages, "protection"));
        }
        int nid = field(zone, "node");
        if (nid >= nodes.size()) {
            throw new RecordingException(
                    file, "expected zones of nodes 0 to " + (nodes.size() - 1) + ", got node " + nid);
        }
        int managed = field(zone, "managed");
        return new BootState.ZoneBoot(nid, type(zone.path("zone").asText()),
                zone.has("present") ? field(zone, "present") : managed, managed, field(zone, "free"),
                field(zone, "pcp"), field(zone, "min"), field(zone, "low"), field(zone, "high"), protection);
    }

    private ZoneType type(String name) {
        try {
            return ZoneType.ofKernelName(name);
        } catch (IllegalArgumentException unknown) {
            throw new RecordingException(file, unknown.getMessage());
        }
    }

    private int field(JsonNode zone, String key) {
        return pages(zone.path(key), key);
    }

    private int pages(JsonNode number, String key) {
        if (!number.isIntegralNumber() || !number.canConvertToInt() || number.asInt() < 0) {
            throw new RecordingException(file, "expected " + key + " of every zone at step 0 from 0 to "
                    + Integer.MAX_VALUE + ", got " + (number.isMissingNode() ? "nothing" : number.asText()));
        }
        return number.asInt();
    }

    private static Map<String, Long> numbers(JsonNode object) {
        Map<String, Long> numbers = new TreeMap<>();
        object.properties().forEach(entry -> {
            if (entry.getValue().isIntegralNumber()) {
                numbers.put(entry.getKey(), entry.getValue().asLong());
            }
        });
        return numbers;
    }
}
