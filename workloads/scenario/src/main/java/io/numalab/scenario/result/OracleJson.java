package io.numalab.scenario.result;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.numalab.scenario.language.FileLine;
import io.numalab.scenario.language.NodeLine;
import io.numalab.scenario.language.NumberList;
import io.numalab.scenario.language.Scenario;
import io.numalab.scenario.language.ScenarioHeader;
import io.numalab.scenario.language.ScenarioStep;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes one played run in the schema {@code numa-oracle/1} of the recordings. The same run gives the same bytes. One
 * line per step, so that differences can be read.
 */
public final class OracleJson {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final long MEBIBYTE = 1L << 20;

    private OracleJson() {
    }

    /**
     * The whole file.
     *
     * @param scenario what was played
     * @param provenance how to get it again, or null
     * @param commandLine of the kernel whose boot state was used, or null
     * @param steps every snapshot, that of the boot first
     */
    public static byte[] bytes(
            Scenario scenario, Provenance provenance, String commandLine, List<StepSnapshot> steps) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            String head = object(json -> head(json, scenario, provenance, commandLine));
            out.writeBytes(utf8(head.substring(0, head.length() - 1)));
            out.writeBytes(utf8(",\n\"page_size\":4096,\n\"runs\":[\n {\"run\":1,\"complete\":true,\"steps\":[\n"));
            for (int i = 0; i < steps.size(); i++) {
                StepSnapshot step = steps.get(i);
                out.writeBytes(utf8("  " + object(json -> new StepWriter(json).write(step))));
                out.writeBytes(utf8(i + 1 < steps.size() ? ",\n" : "\n"));
            }
            out.writeBytes(utf8(" ]}\n]}\n"));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    private interface Content {
        void write(JsonGenerator json) throws IOException;
    }

    private static String object(Content content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.writeStartObject();
            content.write(json);
            json.writeEndObject();
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void head(JsonGenerator json, Scenario scenario, Provenance provenance, String commandLine)
            throws IOException {
        json.writeStringField("schema", "numa-oracle/1");
        if (provenance != null) {
            json.writeObjectFieldStart("numalab");
            json.writeStringField("version", provenance.version());
            json.writeNumberField("seed", provenance.seed());
            json.writeStringField("command", provenance.command());
            json.writeEndObject();
        }
        json.writeStringField("name", scenario.name());
        json.writeStringField("title", scenario.header().title());
        strings(json, "tags", scenario.header().tags());
        json.writeObjectFieldStart("scenario");
        scenario(json, scenario.header());
        strings(json, "steps", scenario.steps().stream().map(ScenarioStep::text).toList());
        json.writeEndObject();
        if (commandLine != null) {
            json.writeObjectFieldStart("environment");
            json.writeStringField("cmdline", commandLine);
            json.writeEndObject();
        }
    }

    private static void scenario(JsonGenerator json, ScenarioHeader header) throws IOException {
        json.writeStringField("kernel", header.kernel());
        json.writeArrayFieldStart("nodes");
        for (NodeLine node : header.nodes()) {
            json.writeStartObject();
            json.writeNumberField("mib", mebibytes(node.bytes()));
            json.writeStringField("cpus", node.cpus().isEmpty() ? null : NumberList.format(node.cpus()));
            if (node.nid() != header.nodes().indexOf(node)) {
                json.writeNumberField("nid", node.nid());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        if (header.distance().isEmpty()) {
            json.writeNullField("distance");
        } else {
            json.writeArrayFieldStart("distance");
            for (List<Integer> row : header.distance()) {
                int[] numbers = row.stream().mapToInt(Integer::intValue).toArray();
                json.writeArray(numbers, 0, numbers.length);
            }
            json.writeEndArray();
        }
        json.writeStringField("swap", header.swapText());
        json.writeStringField("append", header.append());
        json.writeStringField("machine", header.machine());
        strings(json, "hmat", header.hmat());
        if (!header.files().isEmpty()) {
            json.writeArrayFieldStart("files");
            for (FileLine file : header.files()) {
                json.writeStartObject();
                json.writeStringField("name", file.name());
                json.writeNumberField("bytes", file.bytes());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
    }

    private static BigDecimal mebibytes(long bytes) {
        BigDecimal exact = BigDecimal.valueOf(bytes).divide(BigDecimal.valueOf(MEBIBYTE)).stripTrailingZeros();
        return exact.scale() < 0 ? exact.setScale(0) : exact;
    }

    private static void strings(JsonGenerator json, String field, List<String> values) throws IOException {
        List<String> copy = new ArrayList<>(values);
        json.writeFieldName(field);
        json.writeArray(copy.toArray(new String[0]), 0, copy.size());
    }
}
