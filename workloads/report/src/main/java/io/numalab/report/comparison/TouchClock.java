package io.numalab.report.comparison;

import io.numalab.machine.Machine;
import io.numalab.machine.Task;
import io.numalab.scenario.language.Step;
import io.numalab.scenario.language.TaskCommand;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Measures how fast the tasks under test touch their memory for the first time: pages by the virtual time in which at
 * least one of them did so. One thread only.
 */
final class TouchClock {
    private static final long PAGE_BYTES = 4096;
    private static final double NANOS_PER_SECOND = 1e9;

    private record Interval(long beginNanos, long endNanos) {
    }

    private final Machine machine;
    private final Set<String> tasks;
    private final Set<String> touchedMappings = new TreeSet<>();
    private final Map<String, Long> beginNanosByTask = new LinkedHashMap<>();
    private final List<Interval> intervals = new ArrayList<>();
    private long pages;

    TouchClock(Machine machine, Set<String> tasks) {
        this.machine = machine;
        this.tasks = tasks;
    }

    /** Notes when a task begins to touch something new. */
    void before(Step step) {
        if (step instanceof Step.Command command && tasks.contains(command.task())) {
            Task task = machine.task(command.task());
            String mapping = touched(command.command());
            if (mapping != null && task.alive() && touchedMappings.add(command.task() + ":" + mapping)) {
                beginNanosByTask.put(command.task(), Math.max(task.clockNanos(), machine.nowNanos()));
            }
        }
    }

    private static String touched(TaskCommand command) {
        if (command instanceof TaskCommand.MapAnonymous map) {
            return map.touched() ? map.name() : null;
        } else if (command instanceof TaskCommand.MapShared map) {
            return map.name();
        } else if (command instanceof TaskCommand.Touch touch) {
            return touch.name();
        }
        return null;
    }

    /** Notes who has come to an end. */
    void after() {
        Iterator<Map.Entry<String, Long>> running = beginNanosByTask.entrySet().iterator();
        while (running.hasNext()) {
            Map.Entry<String, Long> entry = running.next();
            Task task = machine.task(entry.getKey());
            if (!task.busy()) {
                running.remove();
                if (task.clockNanos() > entry.getValue()) {
                    intervals.add(new Interval(entry.getValue(), task.clockNanos()));
                    pages += task.result().bytes() / PAGE_BYTES;
                }
            }
        }
    }

    /** Pages a virtual second, NaN if nothing was touched. */
    double pagesPerSecond() {
        long nanos = 0;
        long end = Long.MIN_VALUE;
        List<Interval> sorted = new ArrayList<>(intervals);
        sorted.sort(Comparator.comparingLong(Interval::beginNanos));
        for (Interval interval : sorted) {
            nanos += Math.max(0, interval.endNanos() - Math.max(end, interval.beginNanos()));
            end = Math.max(end, interval.endNanos());
        }
        return nanos == 0 ? Double.NaN : pages * NANOS_PER_SECOND / nanos;
    }
}
