package io.numalab.recorder.log;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One run as the guest program told it: lines that begin with {@code @@} say what follows, the rest is the kernel's own
 * text. Reading gives a {@link RecordedRun}. One thread only.
 */
public final class RawLog {
    /** The last line of a run that came to its end. */
    public static final String DONE = "@@DONE";

    private final int nodeCount;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final List<ObjectNode> steps = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();
    private boolean complete;
    private StepAssembler current;
    private List<ObjectNode> firstZones;
    private Map<String, Long> events;
    private TraceText trace = new TraceText();

    private RawLog(int nodeCount) {
        this.nodeCount = nodeCount;
    }

    /**
     * Reads a log. A log that breaks off is no error: the run is then not complete.
     *
     * @param nodeCount the nodes of the machine, at least 1
     */
    public static RecordedRun read(String text, int nodeCount) {
        RawLog log = new RawLog(nodeCount);
        LogLines lines = new LogLines(text);
        while (lines.hasNext()) {
            String line = lines.next();
            if (line.startsWith("@@")) {
                int blank = line.indexOf(' ');
                String rest = blank < 0 ? "" : line.substring(blank + 1);
                log.line(blank < 0 ? line : line.substring(0, blank), rest, lines);
            }
        }
        return new RecordedRun(log.complete, log.environment, log.steps, log.errors);
    }

    private void line(String word, String rest, LogLines lines) {
        switch (word) {
            case "@@FILE" -> file(rest.substring(0, rest.lastIndexOf(' ')), lines.body());
            case "@@STEP" -> {
                String[] words = rest.split(" ", 2);
                current = new StepAssembler(Integer.parseInt(words[0]), words[1], nodeCount);
            }
            case "@@ERROR" -> errors.add(rest);
            case DONE -> complete = true;
            default -> {
                if (current != null) {
                    ofStep(word, rest, lines);
                }
            }
        }
    }

    private void file(String path, String text) {
        if (current == null) {
            environment.put(path, text.strip());
        } else {
            current.file(path, text);
        }
    }

    private void ofStep(String word, String rest, LogLines lines) {
        switch (word) {
            case "@@RESULT" -> current.result(rest);
            case "@@DIED" -> current.died(rest);
            case "@@KMSG" -> current.messages(lines.body());
            case "@@MAP" -> current.map(rest, lines.body());
            case "@@NUMAMAP" -> current.numaMaps(rest);
            case "@@STATUS" -> current.status(rest);
            case "@@RESIDENT" -> current.resident(rest);
            case "@@WALL" -> current.millis(Long.parseLong(rest.strip()));
            case "@@ENDSTEP" -> endStep();
            default -> errors.add("unknown line " + word);
        }
    }

    private void endStep() {
        ObjectNode step = current.json();
        List<ObjectNode> zones = ZoneText.zones(current.fileText("/proc/zoneinfo"));
        Map<String, Long> now = CounterText.events(current.fileText("/proc/vmstat"));
        boolean boot = firstZones == null;
        step.putArray("zones").addAll(boot ? zones : ZoneText.changes(firstZones, zones));
        ObjectNode counters = step.putObject(boot ? "vmstat" : "vmstat_delta");
        now.forEach((name, value) -> {
            long difference = value - (boot ? 0 : events.getOrDefault(name, 0L));
            if (difference != 0) {
                counters.put(name, difference);
            }
        });
        TraceText traceNow = current.trace();
        ObjectNode traced = traceNow.since(trace);
        if (!traced.isEmpty()) {
            step.set("trace", traced);
        }
        firstZones = boot ? zones : firstZones;
        events = now;
        trace = traceNow;
        steps.add(step);
        current = null;
    }
}
