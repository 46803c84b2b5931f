package io.numalab.recorder.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.numalab.scenario.language.FileLine;
import io.numalab.scenario.language.NodeLine;
import io.numalab.scenario.language.NumberList;
import io.numalab.scenario.language.Scenario;
import io.numalab.scenario.language.ScenarioHeader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The file of a recording, schema {@code numa-oracle/1}: a head that can be read, then one line per step. */
public final class RecordingJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Pattern VERSION = Pattern.compile("Linux version (\\S+).*?Debian \\S+");
    private static final String SYSCTL = "/proc/sys/";
    private static final int PAGE_BYTES = 4096;

    private RecordingJson() {
    }

    /** All runs of a scenario. @param runs at least one; the environment is that of the first */
    public static byte[] bytes(Scenario scenario, List<RecordedRun> runs) {
        StringBuilder text = new StringBuilder();
        try {
            DefaultIndenter indenter = new DefaultIndenter(" ", "\n");
            DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
            printer.indentObjectsWith(indenter);
            String head = MAPPER.writer(printer).writeValueAsString(head(scenario, runs.get(0).environment()));
            text.append(head, 0, head.lastIndexOf('}')).setLength(text.toString().stripTrailing().length());
            text.append(",\n \"runs\": [\n");
            for (int i = 0; i < runs.size(); i++) {
                text.append("  {\"run\":").append(i + 1).append(",\"complete\":").append(runs.get(i).complete())
                        .append(",\"steps\":[\n   ");
                text.append(String.join(",\n   ", runs.get(i).steps().stream().map(ObjectNode::toString).toList()));
                text.append("\n  ]}").append(i + 1 < runs.size() ? ",\n" : "\n");
            }
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.append(" ]\n}\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static ObjectNode head(Scenario scenario, Map<String, String> files) {
        ObjectNode head = MAPPER.createObjectNode().put("schema", "numa-oracle/1").put("name", scenario.name())
                .put("title", scenario.header().title());
        scenario.header().tags().forEach(head.putArray("tags")::add);
        head.put("split", "own");
        ObjectNode played = head.putObject("scenario");
        header(played, scenario.header());
        scenario.steps().forEach(step -> played.withArrayProperty("steps").add(step.text()));
        environment(head.putObject("environment"), files);
        head.put("page_size", PAGE_BYTES);
        return head;
    }

    private static void header(ObjectNode json, ScenarioHeader header) {
        json.put("kernel", header.kernel());
        ArrayNode nodes = json.putArray("nodes");
        for (NodeLine node : header.nodes()) {
            nodes.addObject().put("mib", node.bytes() >> 20)
                    .put("cpus", node.cpus().isEmpty() ? null : NumberList.format(node.cpus()));
        }
        json.putNull("distance");
        header.distance().forEach(row -> row.forEach(json.withArrayProperty("distance").addArray()::add));
        json.put("swap", header.swapText()).put("append", header.append()).put("machine", header.machine());
        header.hmat().forEach(json.putArray("hmat")::add);
        for (FileLine file : header.files()) {
            json.withArrayProperty("files").addObject().put("name", file.name()).put("bytes", file.bytes());
        }
    }

    private static void environment(ObjectNode json, Map<String, String> files) {
        String version = files.getOrDefault("/proc/version", "");
        Matcher debian = VERSION.matcher(version);
        json.put("kernel", debian.find() ? debian.group() : version);
        json.put("cmdline", files.getOrDefault("/proc/cmdline", ""));
        ObjectNode sysctl = json.putObject("sysctl");
        ObjectNode sysfs = json.putObject("sysfs");
        files.forEach((path, text) -> {
            if (path.startsWith(SYSCTL)) {
                sysctl.put(path.substring(SYSCTL.length()).replace('/', '.'), text);
            } else if (path.startsWith("/sys/")) {
                sysfs.put(path, text);
            }
        });
    }
}
