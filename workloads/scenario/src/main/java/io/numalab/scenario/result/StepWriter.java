package io.numalab.scenario.result;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Writes the fields of one step. */
final class StepWriter {
    private final JsonGenerator json;

    StepWriter(JsonGenerator json) {
        this.json = json;
    }

    void write(StepSnapshot step) throws IOException {
        StepOutcome outcome = step.outcome();
        json.writeNumberField("i", outcome.index());
        json.writeStringField("step", outcome.step());
        if (!outcome.results().isEmpty()) {
            results(outcome.results());
        }
        if (!outcome.died().isEmpty()) {
            json.writeFieldName("died");
            json.writeArray(outcome.died().toArray(new String[0]), 0, outcome.died().size());
        }
        nodes(step.nodes());
        zones(step.zones());
        if (step.eventDeltas() != null) {
            json.writeFieldName("vmstat_delta");
            numbers(step.eventDeltas());
        }
        if (step.traceDeltas() != null) {
            trace(step.traceDeltas());
        }
        if (!step.kernelLog().isEmpty()) {
            json.writeArrayFieldStart("dmesg");
            for (String line : step.kernelLog()) {
                json.writeString(line);
            }
            json.writeEndArray();
        }
        if (!step.mappings().isEmpty()) {
            mappings(step.mappings());
        }
        if (!step.files().isEmpty()) {
            files(step.files());
        }
        if (!outcome.shown().isEmpty()) {
            json.writeObjectFieldStart("shown");
            for (Map.Entry<String, String> file : new TreeMap<>(outcome.shown()).entrySet()) {
                json.writeStringField(file.getKey(), file.getValue());
            }
            json.writeEndObject();
        }
    }

    private void results(List<StepResult> results) throws IOException {
        json.writeArrayFieldStart("results");
        for (StepResult result : results) {
            json.writeStartObject();
            json.writeStringField("task", result.task());
            if (result.status().equals(StepResult.DIED) || result.status().equals(StepResult.SKIPPED)) {
                json.writeStringField("rc", result.status());
            } else {
                json.writeNumberField("rc", Integer.parseInt(result.status()));
            }
            json.writeNumberField("bytes", result.bytes());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void nodes(List<NodeSnapshot> nodes) throws IOException {
        json.writeArrayFieldStart("nodes");
        for (NodeSnapshot node : nodes) {
            json.writeStartObject();
            for (Map.Entry<String, Long> gauge : node.gauges().entrySet()) {
                json.writeNumberField(gauge.getKey(), gauge.getValue());
            }
            json.writeNumberField("mem_total_kb", node.memTotalKibibytes());
            json.writeFieldName("numastat");
            numbers(node.numastat());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void zones(List<ZoneSnapshot> zones) throws IOException {
        json.writeArrayFieldStart("zones");
        for (ZoneSnapshot zone : zones) {
            json.writeStartObject();
            json.writeNumberField("node", zone.nid());
            json.writeStringField("zone", zone.zone());
            json.writeNumberField("pcp", zone.perCpuPages());
            json.writeNumberField("free", zone.freePages());
            ZoneSnapshot.Marks marks = zone.marks();
            if (marks != null) {
                json.writeNumberField("min", marks.min());
                json.writeNumberField("low", marks.low());
                json.writeNumberField("high", marks.high());
                json.writeNumberField("managed", marks.managed());
                int[] protection = marks.protection().stream().mapToInt(Integer::intValue).toArray();
                json.writeFieldName("protection");
                json.writeArray(protection, 0, protection.length);
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void trace(SortedMap<String, SortedMap<String, SortedMap<String, Long>>> trace) throws IOException {
        json.writeObjectFieldStart("trace");
        for (Map.Entry<String, SortedMap<String, SortedMap<String, Long>>> histogram : trace.entrySet()) {
            json.writeObjectFieldStart(histogram.getKey());
            for (Map.Entry<String, SortedMap<String, Long>> line : histogram.getValue().entrySet()) {
                json.writeFieldName(line.getKey());
                numbers(line.getValue());
            }
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void mappings(List<MappingSnapshot> mappings) throws IOException {
        json.writeArrayFieldStart("maps");
        for (MappingSnapshot mapping : mappings) {
            json.writeStartObject();
            json.writeStringField("task", mapping.task());
            json.writeStringField("name", mapping.name());
            json.writeStringField("kind", mapping.kind());
            json.writeNumberField("pages", mapping.pages());
            array("per_node", mapping.pagesPerNode());
            json.writeNumberField("absent", mapping.absentPages());
            json.writeArrayFieldStart("by_order");
            for (long[] row : mapping.pagesByOrder()) {
                json.writeArray(row, 0, row.length);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void files(List<FileSnapshot> files) throws IOException {
        json.writeObjectFieldStart("resident");
        for (FileSnapshot file : files) {
            json.writeObjectFieldStart(file.name());
            json.writeNumberField("pages", file.pages());
            json.writeNumberField("resident", file.residentPages());
            array("by_offset", file.residentByOffset());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void array(String field, long[] numbers) throws IOException {
        json.writeFieldName(field);
        json.writeArray(numbers, 0, numbers.length);
    }

    private void numbers(Map<String, Long> numbers) throws IOException {
        json.writeStartObject();
        for (Map.Entry<String, Long> number : numbers.entrySet()) {
            json.writeNumberField(number.getKey(), number.getValue());
        }
        json.writeEndObject();
    }
}
