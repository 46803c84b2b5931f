package io.numalab.cli;

import io.numalab.scenario.result.MappingSnapshot;
import io.numalab.scenario.result.NodeSnapshot;
import io.numalab.scenario.result.StepResult;
import io.numalab.scenario.result.StepSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A played scenario for people.
 *
 * @param steps every snapshot, that of the boot first
 */
record RunReport(List<StepSnapshot> steps) {
    private static final int STEP_WIDTH_MAX = 50;

    /** A line for each step, then where the mappings that are left have their pages. All figures are pages. */
    List<String> lines() {
        List<String> lines = new ArrayList<>(stepTable());
        StepSnapshot last = steps.get(steps.size() - 1);
        if (!last.mappings().isEmpty()) {
            lines.add("");
            lines.addAll(mappingTable(last));
        }
        return lines;
    }

    private List<String> stepTable() {
        TextTable table = new TextTable(3);
        List<String> head = new ArrayList<>(List.of("", "step", "result"));
        for (int nid : memoryNodes()) {
            head.addAll(List.of("free " + nid, "file " + nid, "anon " + nid));
        }
        head.addAll(List.of("kswapd", "tasks"));
        table.row(head.toArray(new String[0]));
        for (StepSnapshot step : steps) {
            table.row(cells(step).toArray(new String[0]));
        }
        return table.lines();
    }

    /** Node ids may have gaps, and a node without memory has nothing to show. */
    private List<Integer> memoryNodes() {
        List<NodeSnapshot> nodes = steps.get(0).nodes();
        return IntStream.range(0, nodes.size()).filter(nid -> nodes.get(nid).memTotalKibibytes() > 0).boxed().toList();
    }

    private List<String> cells(StepSnapshot step) {
        String text = step.outcome().step();
        List<String> cells = new ArrayList<>(List.of(Integer.toString(step.outcome().index()),
                text.length() > STEP_WIDTH_MAX ? text.substring(0, STEP_WIDTH_MAX - 3) + "..." : text, result(step)));
        for (int nid : memoryNodes()) {
            NodeSnapshot node = step.nodes().get(nid);
            cells.addAll(List.of(gauge(node, "free"), gauge(node, "nr_file_pages"), gauge(node, "nr_anon_pages")));
        }
        cells.addAll(List.of(event(step, "pgsteal_kswapd"), event(step, "pgsteal_direct")));
        return cells;
    }

    private static String result(StepSnapshot step) {
        List<String> parts = step.outcome().results().stream()
                .filter(result -> !result.status().equals("0"))
                .map(RunReport::failure)
                .collect(Collectors.toCollection(ArrayList::new));
        parts.addAll(step.outcome().died());
        step.outcome().shown().forEach((path, content) -> parts.add(content.strip().replaceAll("\\s+", " ")));
        return String.join(", ", parts);
    }

    private static String failure(StepResult result) {
        return result.task() + " " + result.status() + (result.bytes() > 0 ? " after " + result.bytes() : "");
    }

    private static String gauge(NodeSnapshot node, String name) {
        return Long.toString(node.gauges().getOrDefault(name, 0L));
    }

    private static String event(StepSnapshot step, String name) {
        return step.eventDeltas() == null ? "" : Long.toString(step.eventDeltas().getOrDefault(name, 0L));
    }

    private List<String> mappingTable(StepSnapshot step) {
        TextTable table = new TextTable(2);
        List<String> head = new ArrayList<>(List.of("mapping", "kind", "pages"));
        memoryNodes().forEach(nid -> head.add("node " + nid));
        head.add("absent");
        table.row(head.toArray(new String[0]));
        for (MappingSnapshot mapping : step.mappings()) {
            List<String> cells = new ArrayList<>(List.of(
                    mapping.task() + ":" + mapping.name(), mapping.kind(), Long.toString(mapping.pages())));
            memoryNodes().forEach(nid -> cells.add(Long.toString(mapping.pagesPerNode()[nid])));
            cells.add(Long.toString(mapping.absentPages()));
            table.row(cells.toArray(new String[0]));
        }
        return table.lines();
    }
}
