package io.numalab.scenario.recording;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.numalab.scenario.language.Scenario;
import io.numalab.scenario.language.SourceLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the scenario that a recording was made of: its {@code name}, its tags and its {@code scenario} object, nothing
 * else. The steps keep the line of the JSON file they stand on, so that an error names it.
 */
public final class RecordedScenario {
    private final String file;
    private final List<SourceLine> lines = new ArrayList<>();
    private String name;

    private RecordedScenario(String file) {
        this.file = file;
    }

    /**
     * Reads a recording up to its scenario.
     *
     * @throws IOException if the file cannot be read
     * @throws RecordingException if it is no recording
     * @throws io.numalab.scenario.language.ScenarioException if a step is not understood
     */
    public static Scenario read(Path path) throws IOException {
        return parse(path.toString(), Files.readAllBytes(path));
    }

    /** Reads the bytes of a recording. @param file the name that errors give */
    public static Scenario parse(String file, byte[] json) {
        RecordedScenario reader = new RecordedScenario(file);
        try (JsonParser parser = new ObjectMapper().createParser(json)) {
            reader.read(parser);
        } catch (JsonProcessingException malformed) {
            throw RecordingException.notJson(file, malformed);
        } catch (IOException impossible) {
            throw new java.io.UncheckedIOException(impossible);
        }
        return Scenario.ofLines(file, reader.lines).named(reader.name);
    }

    private void read(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new RecordingException(file, "expected a recording: a JSON object");
        }
        boolean seen = false;
        while ((name == null || !seen) && parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            if (field.equals("name")) {
                name = parser.getValueAsString("");
            } else if (field.equals("scenario")) {
                scenario(parser);
                seen = true;
            } else if (field.equals("tags") && parser.currentToken() == JsonToken.START_ARRAY) {
                tags(parser.currentTokenLocation().getLineNr(), parser.readValueAsTree());
            } else {
                parser.skipChildren();
            }
        }
        if (name == null || !name.matches("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}") || !seen || lines.isEmpty()) {
            throw new RecordingException(file, "expected a recording with name (letters, digits, _ . -) and scenario");
        }
    }

    // Tags may hold anything, words of the title among them; only what the language can write is taken.
    private void tags(int line, JsonNode tags) {
        List<String> words = new ArrayList<>();
        tags.forEach(tag -> {
            if (tag.asText().matches("[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}")) {
                words.add(tag.asText());
            }
        });
        add(line, "", words.isEmpty() ? "" : "@tags " + String.join(" ", words));
    }

    private void scenario(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new RecordingException(file, "expected scenario to be a JSON object");
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            int line = parser.currentTokenLocation().getLineNr();
            parser.nextToken();
            if (field.equals("steps")) {
                steps(parser);
            } else {
                header(field, line, parser.readValueAsTree());
            }
        }
    }

    private void steps(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw new RecordingException(file, "expected scenario.steps to be a JSON array");
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            int line = parser.currentTokenLocation().getLineNr();
            add(line, "", parser.getValueAsString(""));
            parser.skipChildren();
        }
    }

    private void header(String field, int line, JsonNode value) {
        switch (field) {
            case "kernel", "append", "machine", "swap" -> add(line, "@" + field + " ", value.asText());
            case "nodes" -> value.forEach(node -> add(line, "@node ", node.path("mib").asText() + "M"
                    + (node.path("cpus").asText("").isEmpty() || node.path("cpus").isNull()
                            ? "" : " cpus=" + node.path("cpus").asText())
                    + (node.has("nid") ? " nid=" + node.path("nid").asText() : "")));
            case "distance" -> {
                if (value.isArray()) {
                    add(line, "@distance ", rows(value));
                }
            }
            case "hmat" -> value.forEach(option -> add(line, "@hmat ", option.asText()));
            case "files" -> value.forEach(known -> add(
                    line, "@file ", known.path("name").asText() + " " + known.path("bytes").asText()));
            default -> { }
        }
    }

    private static String rows(JsonNode distance) {
        List<String> rows = new ArrayList<>();
        for (JsonNode row : distance) {
            List<String> numbers = new ArrayList<>();
            row.forEach(number -> numbers.add(number.asText()));
            rows.add(String.join(" ", numbers));
        }
        return String.join(" / ", rows);
    }

    private void add(int line, String key, String value) {
        if (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0) {
            throw new RecordingException(file + ":" + line, "expected one line of a scenario, got several");
        }
        if (!value.isEmpty()) {
            lines.add(new SourceLine(line, key + value));
        }
    }
}
