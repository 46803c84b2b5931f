package io.numalab.report.measure;

import io.numalab.machine.Machine;
import io.numalab.machine.Task;
import java.util.ArrayList;
import java.util.List;

/**
 * Records a machine at its beginning, periodically and at its end. What the machine does is the same as without it.
 * With a limit, whenever there are more samples every second one is dropped and the period doubles: the number stays
 * between half the limit and the limit however long the run. One thread only.
 */
public final class SampleRecorder {
    private final Machine machine;
    private final boolean placement;
    private final int samplesMax;
    private final long beginNanos;
    private final List<Sample> samples = new ArrayList<>();
    private Sample begin;
    private long stride = 1;
    private long ticks;

    private SampleRecorder(Machine machine, boolean placement, int samplesMax) {
        this.machine = machine;
        this.placement = placement;
        this.samplesMax = samplesMax;
        beginNanos = machine.nowNanos();
    }

    /** Records everything, the pages of every task among it, which walks all of them at every sample. */
    public static SampleRecorder exact(Machine machine, long periodNanos) {
        return new SampleRecorder(machine, true, Integer.MAX_VALUE).start(periodNanos);
    }

    /** Records at most so many samples, without the pages of tasks. @param samplesMax at least 2 */
    public static SampleRecorder bounded(Machine machine, long periodNanos, int samplesMax) {
        return new SampleRecorder(machine, false, samplesMax).start(periodNanos);
    }

    private SampleRecorder start(long periodNanos) {
        begin = take(0);
        machine.sampleEvery(periodNanos, this::tick);
        return this;
    }

    private void tick(long dueNanos) {
        ticks++;
        if (ticks % stride != 0) {
            return;
        }
        samples.add(take(dueNanos - beginNanos));
        if (samples.size() > samplesMax) {
            List<Sample> kept = new ArrayList<>();
            for (int i = 1; i < samples.size(); i += 2) {
                kept.add(samples.get(i));
            }
            samples.clear();
            samples.addAll(kept);
            stride *= 2;
        }
    }

    /** Ends the recording. @return the samples in the order of time, the first at 0, the last now */
    public List<Sample> end() {
        machine.sampleEvery(1, null);
        List<Sample> all = new ArrayList<>();
        all.add(begin);
        all.addAll(samples);
        long nowNanos = machine.nowNanos() - beginNanos;
        if (all.get(all.size() - 1).timeNanos() < nowNanos) {
            all.add(take(nowNanos));
        }
        return all;
    }

    private Sample take(long timeNanos) {
        List<NodeSample> nodes = new ArrayList<>();
        for (int nid = 0; nid < machine.spec().nodeCount(); nid++) {
            nodes.add(NodeSample.of(machine, nid));
        }
        List<TaskSample> tasks = new ArrayList<>();
        for (Task task : machine.tasks()) {
            tasks.add(TaskSample.of(machine, task, placement));
        }
        return new Sample(timeNanos, nodes, tasks, ReclaimCount.of(machine));
    }
}
