package io.numalab.recorder.log;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects what the log says about one step and makes its JSON. */
final class StepAssembler {
    private static final int MESSAGES_MAX = 60;
    private static final int SHOWN_LENGTH_MAX = 1000;
    private static final int PAGE_BYTES = 4096;
    private static final String NODE_FOLDER = "/sys/devices/system/node/node";

    private final int nodeCount;
    private final ObjectNode step = JsonNodeFactory.instance.objectNode();
    private final Map<String, String> files = new LinkedHashMap<>();
    private final List<ObjectNode> maps = new ArrayList<>();
    private final ObjectNode resident = step.objectNode();
    private final ObjectNode tasks = step.objectNode();

    StepAssembler(int number, String text, int nodeCount) {
        this.nodeCount = nodeCount;
        step.put("i", number).put("step", text);
    }

    void file(String path, String text) {
        files.put(path, text);
    }

    /** {@code TASK rc=RC ms=MS bytes=BYTES}. */
    void result(String line) {
        String[] words = line.split(" ");
        ObjectNode result = step.withArrayProperty("results").addObject().put("task", words[0]);
        String code = value(words[1]);
        if (code.matches("-?[0-9]{1,9}")) {
            result.put("rc", Integer.parseInt(code));
        } else {
            result.put("rc", code);
        }
        result.put("ms", Long.parseLong(value(words[2]))).put("bytes", Long.parseLong(value(words[3])));
    }

    private static String value(String word) {
        return word.substring(word.indexOf('=') + 1);
    }

    void died(String line) {
        step.withArrayProperty("died").add(line);
    }

    void messages(String body) {
        List<String> lines = body.lines().filter(line -> !line.isBlank()).limit(MESSAGES_MAX).toList();
        if (!lines.isEmpty()) {
            lines.forEach(step.putArray("dmesg")::add);
        }
    }

    /** {@code TASK NAME KIND BYTES}. @param body a row for each piece: pages on each node, then pages not there */
    void map(String line, String body) {
        String[] words = line.split(" ");
        List<String[]> rows = body.lines().filter(row -> !row.isBlank()).map(row -> row.strip().split(" +")).toList();
        long absent = rows.stream().mapToLong(row -> Long.parseLong(row[row.length - 1])).sum();
        ObjectNode map = step.objectNode().put("task", words[0]).put("name", words[1]).put("kind", words[2])
                .put("pages", Long.parseLong(words[3]) / PAGE_BYTES);
        ArrayNode perNode = map.putArray("per_node");
        map.put("absent", absent);
        ArrayNode byOrder = map.putArray("by_order");
        for (int nid = 0; nid < nodeCount; nid++) {
            ArrayNode pieces = byOrder.addArray();
            long sum = 0;
            for (String[] row : rows) {
                long pages = nid < row.length - 1 ? Long.parseLong(row[nid]) : 0;
                pieces.add(pages);
                sum += pages;
            }
            perNode.add(sum);
        }
        maps.add(map);
    }

    /** {@code TASK NAME LINE}: the kernel's line, whose first word is an address. */
    void numaMaps(String line) {
        String[] words = line.split(" ", 3);
        String[] kernel = words[2].strip().split(" +", 2);
        for (ObjectNode map : maps) {
            if (map.path("task").asText().equals(words[0]) && map.path("name").asText().equals(words[1])) {
                map.withArrayProperty("numa_maps").add(kernel.length > 1 ? kernel[1] : "");
            }
        }
    }

    /** {@code TASK VmRSS:KIB RssAnon:KIB ...}. */
    void status(String line) {
        String[] words = line.strip().split(" +");
        ObjectNode task = tasks.putObject(words[0]);
        for (int i = 1; i < words.length; i++) {
            String[] pair = words[i].split(":");
            task.put(pair[0], Long.parseLong(pair[1]));
        }
    }

    /** {@code FILE PAGES RESIDENT PIECE...}. */
    void resident(String line) {
        String[] words = line.strip().split(" +");
        ObjectNode file = resident.putObject(words[0]).put("pages", Long.parseLong(words[1]))
                .put("resident", Long.parseLong(words[2]));
        ArrayNode pieces = file.putArray("by_offset");
        for (int i = 3; i < words.length; i++) {
            pieces.add(Long.parseLong(words[i]));
        }
    }

    void millis(long millis) {
        step.put("ms", millis);
    }

    String fileText(String path) {
        return files.getOrDefault(path, "");
    }

    TraceText trace() {
        return TraceText.of(files);
    }

    /** The step without what needs a look at other steps: zones, event counters and trace. */
    ObjectNode json() {
        if (!maps.isEmpty()) {
            step.putArray("maps").addAll(maps);
        }
        setUnlessEmpty("resident", resident);
        setUnlessEmpty("tasks", tasks);
        ArrayNode nodes = step.putArray("nodes");
        for (int nid = 0; nid < nodeCount; nid++) {
            node(nodes.addObject(), NODE_FOLDER + nid + "/");
        }
        files.forEach((path, text) -> {
            if (!isSnapshot(path)) {
                String shown = text.strip();
                step.withObjectProperty("shown").put(path, shown.length() > SHOWN_LENGTH_MAX
                        ? shown.substring(0, SHOWN_LENGTH_MAX) : shown);
            }
        });
        return step;
    }

    private void setUnlessEmpty(String key, ObjectNode value) {
        if (!value.isEmpty()) {
            step.set(key, value);
        }
    }

    private void node(ObjectNode node, String folder) {
        CounterText.gauges(fileText(folder + "vmstat")).forEach(node::put);
        fileText(folder + "meminfo").lines().map(line -> line.strip().split("[: ]+"))
                .filter(words -> words.length > 3 && words[2].equals("MemTotal"))
                .forEach(words -> node.put("mem_total_kb", Long.parseLong(words[3])));
        ObjectNode numastat = node.putObject("numastat");
        CounterText.all(fileText(folder + "numastat")).forEach(numastat::put);
    }

    // A "show" of a file that every snapshot holds cannot be told from the snapshot.
    private static boolean isSnapshot(String path) {
        return TraceText.isTrace(path) || path.startsWith(NODE_FOLDER) || path.equals("/proc/vmstat")
                || path.equals("/proc/zoneinfo") || path.equals("/proc/buddyinfo");
    }
}
