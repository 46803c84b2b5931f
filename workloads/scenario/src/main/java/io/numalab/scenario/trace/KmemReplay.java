package io.numalab.scenario.trace;

import io.numalab.machine.Machine;
import io.numalab.machine.Task;
import io.numalab.stat.VmEvent;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Plays the requests of a trace on a simulated machine: every request is made by a task of the same name on the same
 * CPU, at the same time or as soon after as the machine gets there, and every page the trace frees is freed. Where the
 * real kernel put a page is told by its frame number and the machine's zones; where the simulated one puts it is
 * counted beside. Of more than {@value #TASKS_MAX} tasks, one that was not seen for long lends its place to a new one.
 *
 * <p>The trace's own frees stand for everything that gave memory back, so simulated pages are out of reach of reclaim.
 * Pages that were in use before the trace began are not there: start from a machine that is filled as the real one was,
 * or read the result as that of an empty machine. One thread only.
 */
public final class KmemReplay {
    /** Tasks that are told apart at a time: a trace does not say when a task ends. */
    static final int TASKS_MAX = 512;

    private static final String NAMELESS = "unknown";
    private static final float LOAD = 0.75f;
    private static final int PROGRESS_EVENTS = 1 << 16;

    private final Machine machine;
    private final PfnRanges ranges;
    private final FrameMap frames = new FrameMap();
    /** By name, the one that was seen least recently first. */
    private final Map<String, Task> tasks = new LinkedHashMap<>(TASKS_MAX, LOAD, true);
    private final ReplayCount count;
    private final Consumer<Task> begin;
    private final TraceClock clock;

    /**
     * A replay that has seen nothing.
     *
     * @param machine the traced machine, simulated; its zones start where the real ones did
     * @param begin is given every task of the trace when it first shows up, and may attach policies
     */
    public KmemReplay(Machine machine, Consumer<Task> begin) {
        this.machine = machine;
        this.begin = begin;
        clock = new TraceClock(machine);
        ranges = new PfnRanges(machine.spec());
        count = new ReplayCount(machine.spec().nodeCount());
    }

    /**
     * Plays all events of a trace.
     *
     * @param progress is told now and then how many lines have been read
     * @return what was counted so far
     * @throws TraceFormatException if an event is malformed
     * @throws IllegalArgumentException if the machine lacks a CPU that the trace names
     * @throws CancellationException if a limit of the machine ends the replay
     */
    public ReplayResult play(TraceReader reader, LongConsumer progress) throws IOException {
        long events = 0;
        for (TraceEvent event = reader.next(); event != null; event = reader.next()) {
            play(event, reader.lines());
            if (++events % PROGRESS_EVENTS == 0) {
                progress.accept(reader.lines());
            }
        }
        return result(reader.lines());
    }

    /** Plays one event. @param line where it stands, for complaints */
    void play(TraceEvent event, long line) {
        clock.passTo(event.timeNanos());
        switch (event.kind()) {
            case ALLOCATED, FAILED -> allocate(event, line);
            case FREED, FREED_IN_BATCH -> free(event);
            default -> count.add(event);
        }
    }

    private void allocate(TraceEvent event, long line) {
        Task task = task(event, line);
        int frame = machine.allocateBlock(task, event.gfp(), event.order());
        boolean served = event.kind() == TraceEvent.Kind.ALLOCATED;
        int recordedNode = served ? ranges.nodeOf(event.pfn()) : ReplayCount.FAILED;
        if (served) {
            // The trace may have lost the event that freed what stood for this frame.
            release(task, event.pfn());
        }
        if (frame < 0) {
            count.add(recordedNode, ReplayCount.FAILED, event.order());
        } else {
            count.add(recordedNode, machine.nodeOfFrame(frame), event.order());
            if (served) {
                frames.put(event.pfn(), frame, event.order());
            } else {
                machine.freeBlock(task, frame, event.order());
            }
        }
    }

    private void free(TraceEvent event) {
        boolean batch = event.kind() == TraceEvent.Kind.FREED_IN_BATCH;
        if (!batch && frames.removeFreedInBatch(event.pfn())) {
            return;
        }
        frames.split(event.pfn(), event.order());
        if (!release(freeingTask(event), event.pfn())) {
            count.unknownFrees++;
        } else if (batch) {
            frames.putFreedInBatch(event.pfn());
        }
    }

    private boolean release(Task task, long pfn) {
        int frame = frames.frame(pfn);
        if (frame == FrameMap.UNKNOWN) {
            return false;
        }
        machine.freeBlock(task, frame, frames.order(pfn));
        frames.remove(pfn);
        count.frees++;
        return true;
    }

    // On whose behalf a page is freed decides only on which CPU's list it goes.
    private Task freeingTask(TraceEvent event) {
        Task task = tasks.get(event.task());
        return task == null ? machine.tasks().isEmpty() ? null : machine.tasks().get(0) : task;
    }

    private Task task(TraceEvent event, long line) {
        int cpu = event.cpu() < 0 ? machine.spec().bootCpu() : event.cpu();
        if (cpu >= machine.spec().cpuCount()) {
            throw new IllegalArgumentException("line " + line + " of the trace: CPU " + cpu + ", but the machine has"
                    + " CPUs 0 to " + (machine.spec().cpuCount() - 1) + ": expected the machine that was traced");
        }
        String name = event.task().isEmpty() ? NAMELESS : event.task();
        Task task = tasks.get(name);
        if (task == null && tasks.size() == TASKS_MAX) {
            task = tasks.remove(tasks.keySet().iterator().next());
            tasks.put(name, task);
        }
        if (task == null || !task.alive()) {
            task = machine.newTask(task == null ? name : name + "#" + machine.tasks().size(), cpu);
            begin.accept(task);
            tasks.put(name, task);
        } else if (task.cpu() != cpu) {
            task.setCpus(cpu);
        }
        return task;
    }

    private ReplayResult result(long lines) {
        return count.result(lines, machine.event(VmEvent.PAGEOUTRUN), machine.event(VmEvent.PGSTEAL_DIRECT));
    }
}
