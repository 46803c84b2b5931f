package io.numalab.scenario.recording;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * Compares a simulated run with the runs of a recording, as {@code compare.py} beside the recordings does, with the
 * same limits and the same figures.
 *
 * <p>The recorded runs give a range for every figure. It is widened by its own width on both sides, because three runs
 * show only part of the kernel's own spread; only the distance outside of that counts. What a background step had done
 * by its snapshot is chance and not compared.
 */
public final class Conformance {
    private static final double DEATH_TOLERANCE_PERCENT = 3.0;
    private static final long NODE_RECLAIM_FLOOR_PAGES = 1024;

    private final List<Recording.Run> runs;
    private final List<RecordedStep> simulated;
    private final Map<Check, ConformanceRow.Deviation> worst = new EnumMap<>(Check.class);
    private final Map<Integer, Long> managedPages = new LinkedHashMap<>();

    private Conformance(List<Recording.Run> runs, List<RecordedStep> simulated) {
        this.runs = runs;
        this.simulated = simulated;
        for (Check check : Check.values()) {
            worst.put(check, new ConformanceRow.Deviation(0.0, ""));
        }
    }

    /**
     * Compares the first run of {@code simulated} with all complete runs of {@code recorded}.
     *
     * @return the deviations; a row with an error if the simulated run lacks what is compared
     */
    public static ConformanceRow compare(Recording recorded, Recording simulated) {
        Conformance comparison = new Conformance(recorded.completeRuns(), simulated.firstRun().steps());
        try {
            comparison.compare();
        } catch (IndexOutOfBoundsException missing) {
            return ConformanceRow.failed(recorded.name(), "IndexError: list index out of range");
        }
        return new ConformanceRow(recorded.name(), comparison.worst, null);
    }

    private void compare() {
        List<RecordedStep> first = runs.get(0).steps();
        if (simulated.size() != first.size()) {
            note(Check.END, 100.0, "steps " + simulated.size() + ", recorded " + first.size());
        }
        for (RecordedStep.ZoneState zone : first.get(0).zones()) {
            managedPages.merge(zone.nid(), zone.managedPages(), Long::sum);
        }
        int count = Math.min(first.size(), simulated.size());
        reclaimed(count);
        for (int i = 1; i < count; i++) {
            List<RecordedStep> recorded = new ArrayList<>();
            for (Recording.Run run : runs) {
                if (i < run.steps().size()) {
                    recorded.add(run.steps().get(i));
                }
            }
            if (!recorded.get(0).background()) {
                step("step " + i + " (" + recorded.get(0).text() + ")", simulated.get(i), recorded);
            }
        }
    }

    private void reclaimed(int count) {
        long memory = 0;
        for (long pages : managedPages.values()) {
            memory += pages;
        }
        cumulative(Check.STOLEN, count, step -> step.kswapdPages() + step.directPages(), memory / 100);
        cumulative(Check.NR, count, RecordedStep::nodeReclaimPages, NODE_RECLAIM_FLOOR_PAGES);
        cumulative(Check.SPLIT, count, RecordedStep::kswapdPages, memory / 100);
    }

    private void cumulative(Check check, int count, ToLongFunction<RecordedStep> figure, long floor) {
        long mine = 0;
        long[] totals = new long[runs.size()];
        for (int i = 0; i < count; i++) {
            mine += figure.applyAsLong(simulated.get(i));
            Range range = new Range();
            for (int run = 0; run < totals.length; run++) {
                List<RecordedStep> steps = runs.get(run).steps();
                if (i < steps.size()) {
                    totals[run] += figure.applyAsLong(steps.get(i));
                    range.add(totals[run]);
                }
            }
            note(check, 100.0 * range.outside(mine) / Math.max(range.high, floor),
                    "step " + i + ": " + mine + range.recorded());
        }
    }

    private void step(String label, RecordedStep mine, List<RecordedStep> recorded) {
        for (String key : recorded.get(0).mappings().keySet()) {
            mapping(label, key, mine.mappings().get(key), recorded);
        }
        for (int nid : managedPages.keySet()) {
            node(label, nid, mine, recorded);
        }
        recorded.get(0).files().forEach((name, first) -> resident(label, name, first, mine, recorded));
        recorded.get(0).ends().keySet().forEach(task -> end(label, task, mine, recorded));
    }

    private void mapping(String label, String key, RecordedMapping mine, List<RecordedStep> recorded) {
        if (mine == null) {
            note(Check.PLACE, 100.0, label + ": no mapping " + key);
            return;
        }
        List<RecordedMapping> theirs = new ArrayList<>();
        for (RecordedStep step : recorded) {
            if (step.mappings().containsKey(key)) {
                theirs.add(step.mappings().get(key));
            }
        }
        long pages = Math.max(theirs.get(0).pages(), 1);
        for (int nid = 0; nid < managedPages.size(); nid++) {
            Range range = new Range();
            for (RecordedMapping mapping : theirs) {
                range.add(mapping.pagesPerNode().get(nid));
            }
            long x = at(mine.pagesPerNode(), nid);
            note(Check.PLACE, 100.0 * range.outside(x) / pages,
                    label + ": " + key + " node " + nid + ": " + x + range.recorded());
        }
        if (!theirs.get(0).pagesByOrder().isEmpty()) {
            note(Check.ORDER, 50.0 * wrongOrder(mine, theirs) / pages, label + ": " + key);
        }
    }

    private long wrongOrder(RecordedMapping mine, List<RecordedMapping> theirs) {
        long wrong = 0;
        for (int nid = 0; nid < managedPages.size(); nid++) {
            List<Long> row = nid < mine.pagesByOrder().size() ? mine.pagesByOrder().get(nid) : List.of();
            for (int slice = 0; slice < theirs.get(0).pagesByOrder().get(nid).size(); slice++) {
                Range range = new Range();
                for (RecordedMapping mapping : theirs) {
                    range.add(mapping.pagesByOrder().get(nid).get(slice));
                }
                wrong += range.outside(at(row, slice));
            }
        }
        return wrong;
    }

    private void node(String label, int nid, RecordedStep mine, List<RecordedStep> recorded) {
        long managed = Math.max(managedPages.get(nid), 1);
        String place = label + ": node " + nid + " ";
        figure(Check.FREE, place + "free", managed, mine, recorded, step -> step.availablePages(nid));
        figure(Check.NUMA, place + "numa_miss", managed, mine, recorded, step -> state(step, nid).missPages());
        figure(Check.NUMA, place + "numa_foreign", managed, mine, recorded, step -> state(step, nid).foreignPages());
        figure(Check.NUMA, place + "other_node", managed, mine, recorded, step -> state(step, nid).otherNodePages());
        figure(Check.FILE, place + "file pages", managed, mine, recorded, step -> state(step, nid).filePages());
    }

    private void figure(Check check, String where, long pages, RecordedStep mine, List<RecordedStep> recorded,
            ToLongFunction<RecordedStep> figure) {
        Range range = new Range();
        for (RecordedStep step : recorded) {
            range.add(figure.applyAsLong(step));
        }
        long x = figure.applyAsLong(mine);
        note(check, 100.0 * range.outside(x) / pages, where + " " + x + range.recorded());
    }

    private static RecordedStep.NodeState state(RecordedStep step, int nid) {
        return nid < step.nodes().size() ? step.nodes().get(nid) : new RecordedStep.NodeState(0, 0, 0, 0, 0);
    }

    private void resident(String label, String name, RecordedStep.FileState first, RecordedStep mine,
            List<RecordedStep> recorded) {
        RecordedStep.FileState file = mine.files().get(name);
        long wrong = 0;
        for (int slice = 0; slice < first.residentByOffset().size(); slice++) {
            Range range = new Range();
            for (RecordedStep step : recorded) {
                if (step.files().containsKey(name)) {
                    range.add(step.files().get(name).residentByOffset().get(slice));
                }
            }
            wrong += range.outside(file == null ? 0 : at(file.residentByOffset(), slice));
        }
        note(Check.WHICH, 100.0 * wrong / Math.max(first.pages(), 1), label + ": " + name);
    }

    private void end(String label, String task, RecordedStep mine, List<RecordedStep> recorded) {
        List<RecordedStep.End> theirs = new ArrayList<>();
        Range range = new Range();
        for (RecordedStep step : recorded) {
            RecordedStep.End end = step.ends().get(task);
            if (end != null) {
                theirs.add(end);
                range.add(end.bytes());
            }
        }
        RecordedStep.End end = mine.ends().get(task);
        if (end == null) {
            note(Check.END, 100.0, label + ": no result of task " + task);
        } else if (theirs.stream().noneMatch(other -> other.status().equals(end.status()))) {
            note(Check.END, 100.0,
                    label + ": " + task + " ended " + end.status() + ", recorded " + theirs.get(0).status());
        } else if (end.status().equals("died")) {
            double percent = 100.0 * range.outside(end.bytes()) / Math.max(range.high, 1);
            if (percent > DEATH_TOLERANCE_PERCENT) {
                note(Check.END, percent, label + ": " + task + " died after " + end.bytes() + " bytes");
            }
        }
    }

    private void note(Check check, double percent, String where) {
        if (percent > worst.get(check).percent()) {
            worst.put(check, new ConformanceRow.Deviation(percent, where));
        }
    }

    private static long at(List<Long> numbers, int index) {
        return index < numbers.size() ? numbers.get(index) : 0;
    }

    /** What the recorded runs show of one figure. */
    private static final class Range {
        private long low = Long.MAX_VALUE;
        private long high = Long.MIN_VALUE;

        void add(long value) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }

        /** The distance of a value from the range widened by its own width. */
        long outside(long value) {
            long width = high - low;
            return Math.max(Math.max(low - width - value, value - high - width), 0);
        }

        String recorded() {
            return ", recorded " + low + ".." + high;
        }
    }
}
