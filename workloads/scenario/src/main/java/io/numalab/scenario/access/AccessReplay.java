package io.numalab.scenario.access;

import io.numalab.machine.Machine;
import io.numalab.machine.Mapping;
import io.numalab.machine.Task;
import io.numalab.scenario.trace.TraceClock;
import io.numalab.scenario.trace.TraceFormatException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.LongConsumer;

/**
 * Has a simulated machine do what a trace says its tasks did: every task of the trace becomes one of the machine, with
 * anonymous memory that is there once it is used, and uses the same pages in the same order, at the same time or as
 * soon after as the machine gets there. Tasks on different CPUs run side by side, those on the same CPU take turns.
 * What a policy makes of the trace is then told by the machine: where pages lie, what the tasks paid.
 *
 * <p>Memory that was in use before the trace began, and files, are not in it: what shares the machine with the traced
 * tasks must be there before. One thread only.
 */
public final class AccessReplay {
    /** The most tasks a trace may have. */
    public static final int TASKS_MAX = 1024;

    private static final int PROGRESS_ACCESSES = 1 << 16;
    private static final int SPANS_FREE = 64;
    private static final int SPANS_PER_TASK = 8;
    private static final int SPARSENESS_MAX = 4;

    private final Machine machine;
    private final int[] cpus;
    private final double rate;
    private final Consumer<Task> begin;
    private final TraceClock clock;
    private final Map<String, TracedMemory> tasks = new LinkedHashMap<>();
    private final Map<Integer, Task> lastOnCpu = new HashMap<>();
    private long spansMax;
    private long spans;
    private long reads;
    private long writes;
    private long lost;

    /**
     * A replay that has seen nothing.
     *
     * @param machine with whatever uses it already
     * @param cpus where tasks run: the first of the trace on the first, and so on, again from the first behind the last
     * @param rate how many accesses stand for one of the trace; DAMON counts an access in a sampling interval as one
     * @param begin is given every task when it first shows up, and may attach policies
     * @throws IllegalArgumentException if there is no CPU, or the rate is not above 0 and at most 1000
     */
    public AccessReplay(Machine machine, List<Integer> cpus, double rate, Consumer<Task> begin) {
        if (cpus.isEmpty()) {
            throw new IllegalArgumentException("no CPU given: expected at least one");
        }
        if (!(rate > 0 && rate <= 1000)) {
            throw new IllegalArgumentException("rate " + rate + ": expected more than 0, at most 1000");
        }
        this.machine = machine;
        this.cpus = cpus.stream().mapToInt(Integer::intValue).toArray();
        this.rate = rate;
        this.begin = begin;
        clock = new TraceClock(machine);
        spansMax = SPANS_FREE + SPARSENESS_MAX * machine.spec().managedPages() / TracedMemory.SPAN_PAGES;
    }

    /**
     * Plays a trace to its end.
     *
     * @param progress is told now and then how many lines have been read
     * @return what was counted so far
     * @throws TraceFormatException if the trace is malformed
     * @throws IllegalArgumentException if it has too many tasks, or memory out of all proportion to the machine
     * @throws CancellationException if a limit of the machine comes before the end; says which, and at which line. The
     *     machine is whole, but its tasks may be busy: nothing can be played on it any more
     */
    public AccessCount play(AccessReader reader, LongConsumer progress) throws IOException {
        try {
            playAll(reader, progress);
            clock.check(machine.runAll());
        } catch (CancellationException limit) {
            throw new CancellationException("line " + reader.lines() + " of the trace: " + limit.getMessage());
        }
        List<Task> played = new ArrayList<>();
        tasks.values().forEach(memory -> played.add(memory.task()));
        return new AccessCount(reader.lines(), reads, writes, lost, played);
    }

    private void playAll(AccessReader reader, LongConsumer progress) throws IOException {
        long accesses = 0;
        for (Access access = reader.next(); access != null; access = reader.next()) {
            play(access, reader);
            if (++accesses % PROGRESS_ACCESSES == 0) {
                progress.accept(reader.lines());
            }
        }
    }

    private void play(Access access, AccessReader reader) {
        clock.passTo(access.timeNanos());
        if (access.times() == 0) {
            return;
        }
        if (access.pages() > SPARSENESS_MAX * machine.spec().managedPages()) {
            throw tooWide(reader, access.pages() + " pages at once");
        }
        TracedMemory memory = memory(access.task(), reader);
        long end = access.firstPage() + access.pages();
        for (long page = access.firstPage(); page < end;) {
            int first = (int) (page % TracedMemory.SPAN_PAGES);
            int count = (int) Math.min(end - page, TracedMemory.SPAN_PAGES - first);
            use(memory, page, first, count, access, reader);
            page += count;
        }
    }

    /** Some pages of one mapping, round after round. */
    private void use(TracedMemory memory, long page, int first, int count, Access access, AccessReader reader) {
        long touches = Math.max(1, StrictMath.round(rate * access.times() * count));
        Task task = memory.task();
        // Whoever shares the CPU is through with its line, rather than waiting for a slice of time.
        finish(lastOnCpu.put(task.cpu(), task));
        if (!task.alive()) {
            lost += touches;
            return;
        }
        if (!memory.has(page) && ++spans > spansMax) {
            throw tooWide(reader, "pages in more than " + spansMax + " stretches of "
                    + TracedMemory.SPAN_PAGES + " pages");
        }
        Mapping mapping = memory.mapping(page);
        reads += access.write() ? 0 : touches;
        writes += access.write() ? touches : 0;
        task.startAccess(mapping, touches, access.write(), count == 1 ? () -> first : rounds(first, count));
    }

    private void finish(Task task) {
        if (task != null && task.busy()) {
            clock.check(machine.run(task));
        }
    }

    private static IntSupplier rounds(int first, int count) {
        int[] next = {-1};
        return () -> {
            next[0] = next[0] + 1 == count ? 0 : next[0] + 1;
            return first + next[0];
        };
    }

    private TracedMemory memory(String name, AccessReader reader) {
        TracedMemory known = tasks.get(name);
        if (known != null) {
            return known;
        }
        if (tasks.size() == TASKS_MAX) {
            throw new IllegalArgumentException("line " + reader.lines() + " of the trace: expected at most " + TASKS_MAX
                    + " tasks");
        }
        String free = machine.task(name) == null ? name : name + "#" + machine.tasks().size();
        Task task = machine.newTask(free, cpus[tasks.size() % cpus.length]);
        begin.accept(task);
        spansMax += SPANS_PER_TASK;
        TracedMemory memory = new TracedMemory(task);
        tasks.put(name, memory);
        return memory;
    }

    private IllegalArgumentException tooWide(AccessReader reader, String what) {
        return new IllegalArgumentException("line " + reader.lines() + " of the trace: it uses " + what
                + ", but the machine has " + machine.spec().managedPages()
                + " pages in all: expected a larger machine, or page numbers (addresses in a column named address)");
    }
}
