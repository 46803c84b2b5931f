package io.numalab.scenario.recording;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes from the JSON of one step what is compared. */
final class StepReader {
    private StepReader() {
    }

    static RecordedStep read(JsonNode step) {
        JsonNode events = step.path("vmstat_delta");
        return new RecordedStep(step.path("step").asText(""), ends(step), nodes(step), zones(step), mappings(step),
                files(step), number(events, "pgsteal_kswapd"), number(events, "pgsteal_direct"), nodeReclaimed(step));
    }

    private static Map<String, RecordedStep.End> ends(JsonNode step) {
        Map<String, RecordedStep.End> ends = new LinkedHashMap<>();
        for (JsonNode result : step.path("results")) {
            String task = result.path("task").asText("-");
            if (!task.equals("-")) {
                ends.put(task, new RecordedStep.End(result.path("rc").asText(), number(result, "bytes")));
            }
        }
        return ends;
    }

    private static List<RecordedStep.NodeState> nodes(JsonNode step) {
        List<RecordedStep.NodeState> nodes = new ArrayList<>();
        for (JsonNode node : step.path("nodes")) {
            JsonNode numastat = node.path("numastat");
            nodes.add(new RecordedStep.NodeState(number(node, "free"), number(node, "nr_file_pages"),
                    number(numastat, "numa_miss"), number(numastat, "numa_foreign"), number(numastat, "other_node")));
        }
        return nodes;
    }

    private static List<RecordedStep.ZoneState> zones(JsonNode step) {
        List<RecordedStep.ZoneState> zones = new ArrayList<>();
        for (JsonNode zone : step.path("zones")) {
            zones.add(new RecordedStep.ZoneState(
                    zone.path("node").asInt(-1), number(zone, "pcp"), number(zone, "managed")));
        }
        return zones;
    }

    private static Map<String, RecordedMapping> mappings(JsonNode step) {
        Map<String, RecordedMapping> mappings = new LinkedHashMap<>();
        for (JsonNode map : step.path("maps")) {
            String kind = map.path("kind").asText();
            if (kind.equals("anon") || kind.equals("shm")) {
                List<List<Long>> byOrder = new ArrayList<>();
                map.path("by_order").forEach(row -> byOrder.add(numbers(row)));
                RecordedMapping mapping = new RecordedMapping(map.path("task").asText(), map.path("name").asText(),
                        number(map, "pages"), numbers(map.path("per_node")), byOrder);
                mappings.put(mapping.key(), mapping);
            }
        }
        return mappings;
    }

    private static Map<String, RecordedStep.FileState> files(JsonNode step) {
        Map<String, RecordedStep.FileState> files = new LinkedHashMap<>();
        step.path("resident").properties().forEach(file -> files.put(file.getKey(), new RecordedStep.FileState(
                number(file.getValue(), "pages"), numbers(file.getValue().path("by_offset")))));
        return files;
    }

    private static long nodeReclaimed(JsonNode step) {
        long pages = 0;
        for (JsonNode end : step.path("trace").path("node_reclaim_end")) {
            pages += number(end, "nr_reclaimed");
        }
        return pages;
    }

    private static List<Long> numbers(JsonNode array) {
        List<Long> numbers = new ArrayList<>();
        array.forEach(number -> numbers.add(number.asLong()));
        return numbers;
    }

    private static long number(JsonNode object, String key) {
        return object.path(key).asLong(0);
    }
}
