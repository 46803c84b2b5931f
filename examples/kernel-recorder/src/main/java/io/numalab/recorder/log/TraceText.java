package io.numalab.recorder.log;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The histograms that the kernel keeps of its reclaim tracepoints: event, key such as {@code nid=0,task=kswapd0}, sums.
 * They count from the boot on; a step holds the difference to the step before.
 */
final class TraceText {
    private static final Pattern FILE = Pattern.compile("/events/vmscan/mm_vmscan_(\\w+)/hist$");
    private static final Pattern ENTRY = Pattern.compile("(?m)^\\{(.*)\\} hitcount:\\s+(\\d+)(.*)$");
    private static final Pattern SUM = Pattern.compile("(nr_\\w+):\\s+(\\d+)");

    private final TreeMap<String, TreeMap<String, TreeMap<String, Long>>> events = new TreeMap<>();

    /** Nothing counted yet. */
    TraceText() {
    }

    /** The histograms among the files of a step. @param files texts by path */
    static TraceText of(Map<String, String> files) {
        TraceText trace = new TraceText();
        files.forEach((path, text) -> {
            Matcher file = FILE.matcher(path);
            if (file.find()) {
                trace.add(file.group(1), text);
            }
        });
        return trace;
    }

    /** Whether the path is that of a tracepoint's file. */
    static boolean isTrace(String path) {
        return path.contains("/events/");
    }

    private void add(String event, String text) {
        Matcher entry = ENTRY.matcher(text);
        while (entry.find()) {
            TreeMap<String, Long> sums = events.computeIfAbsent(event, unused -> new TreeMap<>())
                    .computeIfAbsent(key(entry.group(1)), unused -> new TreeMap<>());
            sums.merge("hits", Long.valueOf(entry.group(2)), Long::sum);
            Matcher sum = SUM.matcher(entry.group(3));
            while (sum.find()) {
                sums.merge(sum.group(1), Long.valueOf(sum.group(2)), Long::sum);
            }
        }
    }

    /** {@code nid: 0, common_pid: kswapd0 [ 42]} becomes {@code nid=0,task=kswapd0}. */
    private static String key(String text) {
        List<String> parts = new ArrayList<>();
        for (String part : text.split(",")) {
            String[] pair = part.split(":", 2);
            String name = pair[0].strip();
            String value = pair.length > 1 ? pair[1].strip() : "";
            parts.add(name.startsWith("common_pid")
                    ? "task=" + value.replaceFirst("\\s*\\[.*", "") : name + "=" + value);
        }
        return String.join(",", parts);
    }

    /** What was counted since an earlier state, without what did not change. */
    ObjectNode since(TraceText before) {
        ObjectNode changes = JsonNodeFactory.instance.objectNode();
        events.forEach((event, keys) -> keys.forEach((key, sums) -> {
            Map<String, Long> old = before.events.getOrDefault(event, new TreeMap<>())
                    .getOrDefault(key, new TreeMap<>());
            ObjectNode change = changes.objectNode();
            boolean moved = false;
            for (Map.Entry<String, Long> sum : sums.entrySet()) {
                long difference = sum.getValue() - old.getOrDefault(sum.getKey(), 0L);
                change.put(sum.getKey(), difference);
                moved |= difference != 0;
            }
            if (moved) {
                changes.withObjectProperty(event).set(key, change);
            }
        }));
        return changes;
    }
}
