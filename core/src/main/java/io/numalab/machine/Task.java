package io.numalab.machine;

import io.numalab.alloc.PolicyBinding;
import io.numalab.alloc.Requester;
import io.numalab.alloc.Routes;
import io.numalab.mapping.CachedFile;
import io.numalab.mapping.VirtualArea;
import io.numalab.memory.FrameDeque;
import io.numalab.memory.FrameTable;
import io.numalab.reclaim.Actor;
import io.numalab.reclaim.Horizon;
import io.numalab.reclaim.Writeback;
import io.numalab.spi.GfpFlags;
import io.numalab.spi.NodeMask;
import io.numalab.spi.PageKind;
import io.numalab.spi.PolicySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * A process with one thread, pinned to CPUs. It is given one piece of work at a time with a {@code start...} method,
 * and the machine runs it. One thread only; the work itself allocates nothing on the heap.
 */
public final class Task {
    /** Kernel pages that a new process takes on the node of the one that created it (linux-model 27.5). */
    static final int CREATION_PAGES = 26;

    private static final int KINDS = PageKind.values().length;

    private final Machine machine;
    private final String name;
    private final int id;
    private final Requester requester;
    private final PageMaker pages;
    private final List<Mapping> mappings = new ArrayList<>();
    private final List<PolicyBinding> bindings = new ArrayList<>();
    private final Routes[] routes = new Routes[KINDS];
    private final FrameDeque kernelFrames = new FrameDeque();
    private final Balancing balancing;
    private Group group;
    private Work work;
    private boolean alive = true;
    private int blocks;
    private TaskResult result = new TaskResult(0, false, 0);
    private long accesses;
    private long remoteAccesses;
    private long accessPicos;
    private long unchargedPicos;
    private final Spending spending = new Spending();
    private long busyNanos;
    private long startNanos;

    Task(Machine machine, String name, int id) {
        this.machine = machine;
        this.name = name;
        this.id = id;
        requester = new Requester("task-" + name);
        pages = new PageMaker(machine, this);
        balancing = new Balancing(machine, this);
    }

    Spending spending() {
        return spending;
    }

    Machine machine() {
        return machine;
    }

    Balancing balancing() {
        return balancing;
    }

    int ledgerGroup() {
        return group == null ? 0 : group.ledgerGroup();
    }

    Requester requester() {
        return requester;
    }

    PageMaker pages() {
        return pages;
    }

    FrameTable frames() {
        return machine.memory().frames();
    }

    Writeback writeback() {
        return machine.context().writeback();
    }

    FrameDeque kernelFrames() {
        return kernelFrames;
    }

    List<PolicyBinding> bindings() {
        return bindings;
    }

    Group group() {
        return group;
    }

    Work work() {
        return work;
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** Whether it has not been killed and has not exited. */
    public boolean alive() {
        return alive;
    }

    /** Whether it has work. */
    public boolean busy() {
        return work != null;
    }

    /** The CPU it runs on. */
    public int cpu() {
        return requester.cpu;
    }

    /** The node of the CPU it runs on. */
    public int cpuNode() {
        return requester.cpuNode;
    }

    /** The nodes its cpuset allows, or null for all. */
    public NodeMask cpusetMems() {
        return requester.cpuset;
    }

    /** Its own time in nanoseconds. */
    public long clockNanos() {
        return requester.clockNanos;
    }

    /** How its last work ended. */
    public TaskResult result() {
        return result;
    }

    /** Touches of present pages so far. */
    public long accesses() {
        return accesses;
    }

    /** Of these, touches of pages on another node than the CPU's. */
    public long remoteAccesses() {
        return remoteAccesses;
    }

    /** The price of all touches in picoseconds. */
    public long accessPicos() {
        return accessPicos;
    }

    /** What it has paid so far, by kind. */
    public CostSplit costs() {
        return new CostSplit(spending.nanos(Spending.Kind.ACCESS), spending.nanos(Spending.Kind.FAULT),
                spending.nanos(Spending.Kind.COPY), spending.nanos(Spending.Kind.DISK),
                spending.nanos(Spending.Kind.REFAULT), spending.nanos(Spending.Kind.MIGRATION), requester.stallNanos,
                spending.nanos(Spending.Kind.WAIT), requester.failedAllocations, result.died() ? 1 : 0);
    }

    /** Time in which it had work, that in progress included, in nanoseconds. */
    public long busyNanos() {
        return busyNanos + (work == null ? 0 : requester.clockNanos - startNanos);
    }

    /** Time it stood still inside allocations, in nanoseconds. */
    public long stallNanos() {
        return requester.stallNanos;
    }

    /** Requests of its that got no page. */
    public long failedAllocations() {
        return requester.failedAllocations;
    }

    /** Its mappings, in the order they were made. */
    public List<Mapping> mappings() {
        return Collections.unmodifiableList(mappings);
    }

    /** A mapping by name, or null. */
    public Mapping mapping(String mappingName) {
        for (Mapping mapping : mappings) {
            if (mapping.name().equals(mappingName)) {
                return mapping;
            }
        }
        return null;
    }

    /**
     * Pins it to CPUs; it runs on the first one that no other task is on.
     *
     * @throws IllegalArgumentException if there is no such CPU
     */
    public void setCpus(int... cpus) {
        int chosen = machine.chooseCpu(cpus);
        machine.context().cpus().pin(requester.cpu, -1);
        machine.context().cpus().pin(chosen, 1);
        requester.cpu = chosen;
        requester.cpuNode = machine.spec().nodeOfCpu(chosen);
        forgetRoutes();
    }

    /**
     * Puts it into a group; it stays on its CPU. So does a task of 6.12, where a cpuset leaves the affinity that a task
     * has asked for alone. Up to 6.1 joining a cpuset replaces it by the cpuset's CPUs, and the scheduler may move the
     * task: in three boots of {@code memcg-max} it did so before the second step in two, in one never. The likeliest
     * is that it stays where it is until its step ends.
     */
    public void join(Group newGroup) {
        NodeMask before = cpusetNodes();
        group = newGroup;
        cpusetChanged(before);
    }

    /** The nodes its cpuset allows: all with memory if it has none. */
    private NodeMask cpusetNodes() {
        return requester.cpuset == null ? machine.spec().memoryNodes() : requester.cpuset;
    }

    /**
     * Its group has other nodes than before, or it has another group: its policies follow, and its memory.
     *
     * @param before what its cpuset allowed
     */
    void cpusetChanged(NodeMask before) {
        forgetRoutes();
        NodeMask now = cpusetNodes();
        if (!now.equals(before)) {
            bindings.replaceAll(binding -> binding.rebound(now));
            mappings.forEach(mapping -> mapping.rebind(now));
            machine.moveTo(this, before, now);
        }
    }

    /** Attaches a policy to the task, or removes what is attached ({@code default}). @return 0 or a negative errno */
    public int setPolicy(PolicySpec spec) {
        return machine.attachments().attachToTask(this, spec);
    }

    /** The policies attached to the task itself, as they were asked for. */
    public List<PolicySpec> policies() {
        return bindings.stream().map(PolicyBinding::spec).toList();
    }

    /** Maps private anonymous memory; nothing is touched yet. */
    public Mapping mapAnonymous(String mappingName, long bytes) {
        return add(machine.newArea(mappingName, VirtualArea.Kind.ANON, bytes));
    }

    /** Maps shared anonymous memory; nothing is touched yet. */
    public Mapping mapShared(String mappingName, long bytes) {
        return add(machine.newArea(mappingName, VirtualArea.Kind.SHARED, bytes));
    }

    /** Maps a range of a file, shared; nothing is touched yet. */
    public Mapping mapFile(String mappingName, SimulatedFile file, long offset, long bytes, boolean writable) {
        return add(machine.newFileArea(mappingName, file, offset, bytes));
    }

    Mapping mapHidden(long bytes) {
        return add(machine.newArea("", VirtualArea.Kind.ANON, bytes));
    }

    private Mapping add(Mapping mapping) {
        mappings.add(mapping);
        return mapping;
    }

    void adopt(Mapping mapping) {
        mappings.add(mapping);
    }

    /** Unmaps: its pages are freed (those of a file stay in the cache). @return 0 */
    public int unmap(Mapping mapping) {
        machine.release(mapping, requester.cpu);
        mappings.remove(mapping);
        return 0;
    }

    /** Work: touch the first {@code bytes} of a mapping, in address order or as often at random. */
    public void startTouch(Mapping mapping, long bytes, boolean write, boolean random) {
        long touches = Math.min(bytes / Work.PAGE_BYTES, mapping.pages());
        start(new TouchWork(mapping, touches, write, random, false, 0));
    }

    /** Work: so many reads or writes at random pages of a mapping, or in address order up to its end. */
    public void startAccess(Mapping mapping, long touches, boolean write, boolean random) {
        start(new TouchWork(mapping, random ? touches : Math.min(touches, mapping.pages()), write, random, false, 0));
    }

    /**
     * Work: so many reads or writes of pages of a mapping.
     *
     * @param pages gives the page of each, 0 to {@link Mapping#pages} less 1; must depend on nothing but its seed
     */
    public void startAccess(Mapping mapping, long touches, boolean write, IntSupplier pages) {
        start(new TouchWork(mapping, touches, write, pages, false));
    }

    /** Work: stream through so many pages of a mapping, all of each, round after round in address order. */
    public void startStream(Mapping mapping, long pages, boolean write) {
        int[] next = {-1};
        IntSupplier rounds = () -> {
            next[0] = next[0] + 1 == mapping.pages() ? 0 : next[0] + 1;
            return next[0];
        };
        start(new TouchWork(mapping, pages, write, rounds, true));
    }

    /**
     * Work: read single pages of a file through a descriptor, without readahead but where one follows the other.
     *
     * @param most ends after so many
     * @param pages gives the page of each, within the file, and is asked up to 64 reads ahead; a negative one ends the
     *     work
     */
    public void startFileAccess(SimulatedFile file, long most, IntSupplier pages) {
        start(new FileAccessWork(file.cache(), most, pages));
    }

    /** Work: touch and lock a mapping. */
    public void startMlock(Mapping mapping) {
        start(new TouchWork(mapping, mapping.pages(), true, false, true, 0));
    }

    /** Work: read a mapping from end to end again and again. */
    public void startLoop(Mapping mapping, double seconds) {
        start(new TouchWork(mapping, mapping.pages(), false, false, false, StrictMath.round(seconds * 1e9)));
    }

    /** Work: read a range of a file through a descriptor. */
    public void startRead(SimulatedFile file, long offset, long bytes, int times) {
        start(new ReadWork(file.cache(), offset, bytes, times));
    }

    /** Work: write a range of a file through a descriptor; with {@code sync} wait for the disk. */
    public void startWrite(SimulatedFile file, long offset, long bytes, boolean sync) {
        file.cache().extend(Math.toIntExact((offset + bytes + Work.PAGE_BYTES - 1) / Work.PAGE_BYTES));
        start(new WriteWork(file.cache(), offset, bytes, sync));
    }

    /**
     * Work: ask for kernel memory on a node.
     *
     * @param nid the node
     * @param gfp see {@link GfpFlags}; with THISNODE it fails rather than falls back to another node, and never kills
     * @param order log2 of the pages of one request, 0 to 10
     * @param count how many requests
     */
    public void startAllocate(int nid, int gfp, int order, int count) {
        boolean thisNode = (gfp & GfpFlags.THISNODE) != 0;
        start(new AllocateWork(machine.attachments().nodeRoutes(this, nid, thisNode), gfp, order, count));
    }

    /** The place of the next block of {@link Machine#allocateBlock} among the task's. */
    int nextBlock() {
        return blocks++ & Integer.MAX_VALUE;
    }

    void keepKernelFrames(int frame, int count) {
        for (int i = 0; i < count; i++) {
            kernelFrames.addLast(frame + i);
        }
    }

    /** Work: map, touch and unmap memory again and again. */
    public void startChurn(long bytes, int times) {
        start(new ChurnWork(bytes, times));
    }

    /**
     * Attaches a policy to a mapping; with {@code move}, pages outside its nodes are moved, which is work.
     *
     * @return 0 or a negative error number
     */
    public int bind(Mapping mapping, PolicySpec spec, boolean move) {
        int status = machine.attachments().attachToMapping(this, mapping, spec);
        NodeMask nodes = machine.nodesOf(spec);
        if (status == 0 && move && !nodes.isEmpty()) {
            Routes wanted = routes(PageKind.ANON, mapping);
            Routes[] byNode = new Routes[machine.spec().nodeCount()];
            Arrays.setAll(byNode, nid -> nodes.contains(nid) ? null : wanted);
            start(new MoveWork(List.of(mapping), byNode));
        }
        return status;
    }

    /** Work: move all pages of the task from some nodes to others. @return 0 or a negative error number */
    public int migrate(NodeMask from, NodeMask to) {
        NodeMask target = to.and(machine.spec().memoryNodes());
        if (target.isEmpty()) {
            return Errno.INVAL;
        }
        start(new MoveWork(mappings, machine.moves(from, target)));
        return 0;
    }

    /**
     * Gives advice about a mapping.
     *
     * @return 0 or a negative error number
     * @throws UnsupportedSettingException for advice that is not modelled
     */
    public int advise(Mapping mapping, String what) {
        switch (what) {
            case "dontneed" -> machine.dropPages(mapping, requester.cpu);
            case "hugepage" -> mapping.setHugePageAdvice(HugePages.Advice.WANTED);
            case "nohugepage" -> mapping.setHugePageAdvice(HugePages.Advice.REFUSED);
            default -> throw new UnsupportedSettingException(
                    "madvise " + what + ": expected dontneed, hugepage or nohugepage");
        }
        return 0;
    }

    void start(Work newWork) {
        if (!alive || work != null) {
            throw new IllegalStateException("task " + name + (alive ? " is busy" : " is dead"));
        }
        requester.clockNanos = Math.max(requester.clockNanos, machine.nowNanos());
        balancing.update(requester.clockNanos);
        startNanos = requester.clockNanos;
        work = newWork;
    }

    /** Ends the task and frees its memory. */
    public void exit() {
        if (alive) {
            alive = false;
            machine.reap(this);
            finish(0, false);
        }
    }

    void killed() {
        requester.killed = true;
        machine.reap(this);
        if (work == null) {
            alive = false;
            result = new TaskResult(0, true, result.bytes());
        }
    }

    private void finish(int status, boolean died) {
        long bytes = work == null ? 0 : work.progressBytes();
        busyNanos = busyNanos();
        work = null;
        machine.context().cpus().release(requester.cpu, id);
        result = new TaskResult(status, died, bytes);
    }

    /** The task as the scheduler sees it. */
    Actor actor() {
        return new Actor() {
            @Override
            public long nextNanos() {
                return work == null ? NEVER : requester.clockNanos;
            }

            @Override
            public void advance(Horizon horizon) {
                Task.this.advance(horizon);
            }
        };
    }

    private void advance(Horizon horizon) {
        long mayRunNanos = machine.context().cpus().acquire(requester.cpu, id, requester.clockNanos);
        if (mayRunNanos > requester.clockNanos) {
            spending.add(Spending.Kind.WAIT, mayRunNanos - requester.clockNanos);
            requester.clockNanos = mayRunNanos;
            return;
        }
        // What a killed task had is gone already: it must not put pages where nobody frees them any more.
        if (requester.killed && !requester.inReclaim) {
            die();
            return;
        }
        int answer;
        do {
            answer = work.run(this, horizon);
        } while (answer == Work.MORE && !requester.killed && requester.clockNanos < horizon.nanos());
        if (requester.killed && (answer == Work.FINISHED || !requester.inReclaim)) {
            die();
        } else if (answer == Work.FINISHED) {
            finish(work.status(), false);
        }
    }

    private void die() {
        alive = false;
        machine.reap(this);
        finish(0, true);
    }

    Routes routes(PageKind kind, Mapping mapping) {
        if (mapping != null && mapping.binding() != null) {
            if (mapping.routes() == null) {
                mapping.setRoutes(machine.attachments().routes(this, kind, mapping));
            }
            return mapping.routes();
        }
        Routes found = routes[kind.ordinal()];
        if (found == null) {
            found = machine.attachments().routes(this, kind, null);
            routes[kind.ordinal()] = found;
        }
        return found;
    }

    void forgetRoutes() {
        requester.cpuset = group == null ? null : group.cpusetMems();
        Arrays.fill(routes, null);
        for (Mapping mapping : mappings) {
            mapping.setRoutes(null);
        }
    }

    void glance(CachedFile file, int[] ahead, int count) {
        machine.context().residency().glance(file, ahead, count);
    }

    /**
     * Touches pages of a mapping that are present and of which nobody wants to notice the touch, until one is not.
     *
     * @param pages their numbers, from {@code from} on
     * @param untilNanos a touch that ends then or later is the last one
     * @param scratch as long as {@code most}
     * @return how many were touched
     */
    int touchPresent(VirtualArea area, int[] pages, int from, int most, long untilNanos, int[] scratch) {
        int present = machine.context().residency().present(area, pages, from, scratch, most);
        int touched = 0;
        while (touched < present && (touched == 0 || requester.clockNanos < untilNanos)) {
            chargeAccess(scratch[touched++]);
        }
        machine.context().residency().touch(scratch, touched);
        return touched;
    }

    /** Whether somebody wants to hear of every page: then nothing is done in runs. */
    boolean observed() {
        return machine.context().events() != null;
    }

    int markAccessed(CachedFile file, int page, int most) {
        return machine.context().residency().markAccessed(file, page, most);
    }

    void markAccessed(CachedFile file, int page) {
        machine.context().residency().markAccessed(file, page);
    }

    void lockPage(int frame) {
        machine.context().residency().lockPage(frame);
    }

    /** A load or store. */
    void chargeAccess(int frame) {
        int nid = machine.memory().zoneOfFrame(frame).nid();
        chargeLines(nid, 1, machine.accessCosts().line(requester.cpuNode, nid, requester.clockNanos));
    }

    /** All of a page, streamed. */
    void chargeStream(int frame) {
        int nid = machine.memory().zoneOfFrame(frame).nid();
        chargeLines(nid, AccessCosts.LINES_PER_PAGE,
                machine.accessCosts().page(requester.cpuNode, nid, requester.clockNanos));
    }

    private void chargeLines(int nid, int lines, long picos) {
        accesses += lines;
        remoteAccesses += nid == requester.cpuNode ? 0 : lines;
        accessPicos += picos;
        unchargedPicos += picos;
        long nanos = unchargedPicos / 1000;
        requester.clockNanos += nanos;
        spending.add(Spending.Kind.ACCESS, nanos);
        unchargedPicos -= nanos * 1000;
    }

    void copyState(Task other) {
        if (other.busy()) {
            throw new IllegalStateException("task " + name + " is busy: fork a machine that has settled");
        }
        requester.copyState(other.requester);
        pages.copyState(other.pages);
        balancing.copyState(other.balancing);
        alive = other.alive;
        blocks = other.blocks;
        result = other.result;
        accesses = other.accesses;
        remoteAccesses = other.remoteAccesses;
        accessPicos = other.accessPicos;
        unchargedPicos = other.unchargedPicos;
        spending.copyState(other.spending);
        busyNanos = other.busyNanos;
    }

    void setGroup(Group newGroup) {
        group = newGroup;
    }
}
