package io.numalab.machine;

import io.numalab.alloc.Deciders;
import io.numalab.alloc.MachineFacts;
import io.numalab.alloc.OutOfMemory;
import io.numalab.alloc.PolicyBinding;
import io.numalab.alloc.Requester;
import io.numalab.alloc.Routes;
import io.numalab.mapping.CachedFile;
import io.numalab.mapping.Owners;
import io.numalab.mapping.PageOwner;
import io.numalab.mapping.Residency;
import io.numalab.mapping.SwapArea;
import io.numalab.mapping.VirtualArea;
import io.numalab.memory.Generations;
import io.numalab.memory.LruList;
import io.numalab.memory.Memory;
import io.numalab.memory.Node;
import io.numalab.memory.PageFlags;
import io.numalab.memory.Zone;
import io.numalab.reclaim.Actor;
import io.numalab.reclaim.Cpus;
import io.numalab.reclaim.Kswapd;
import io.numalab.reclaim.ReclaimContext;
import io.numalab.reclaim.SyncReclaim;
import io.numalab.reclaim.Sysctls;
import io.numalab.spi.GfpFlags;
import io.numalab.spi.NodeMask;
import io.numalab.spi.PageKind;
import io.numalab.spi.Placement;
import io.numalab.spi.Policies;
import io.numalab.spi.PolicySpec;
import io.numalab.spi.WatermarkLevel;
import io.numalab.spi.ZoneType;
import io.numalab.stat.EngineWork;
import io.numalab.stat.EventSink;
import io.numalab.stat.KernelLog;
import io.numalab.stat.NodeGauge;
import io.numalab.stat.NumaEvent;
import io.numalab.stat.TraceHistograms;
import io.numalab.stat.VmEvent;
import io.numalab.topology.BootState;
import io.numalab.topology.KernelVersion;
import io.numalab.topology.MachineSpec;
import io.numalab.topology.Prices;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * A simulated NUMA machine under a Linux memory manager, in virtual time: create tasks, give them work, run them, look
 * at where pages landed and what that cost. The same seed and the same calls give the same machine, bit for bit.
 *
 * <p><b>The idea.</b> A machine is a queue of actors, each with a clock of its own: tasks, one kswapd for each node,
 * the flusher, the timers of policies. Whoever is due first does one thing and moves its clock by the price of it;
 * while no other actor is due, it runs ahead without the queue. Nothing else makes time pass, so that two runs with one
 * seed are the same to the nanosecond, and a run costs what its pages cost, however long it is.
 *
 * <p>This class is the front door and knows how the parts belong together; the parts know nothing of it but what they
 * are given. What a task does is a {@code Work} (read, touch, write, move), which brings pages into being with
 * {@code PageMaker}; that asks a {@code Walk} for a frame, and the walk asks policies and reclaims. Where pages are is
 * the business of {@code Residency}, of physical memory that of {@code Memory}. Most of what is here is a setting that
 * reaches one of them, or a figure that comes out of one.
 *
 * <p>A machine that stands still can be <em>forked</em>: filled once, it is the start of a run for each policy. All
 * state is in arrays, so that a fork is a copy of arrays and of the few objects around them.
 *
 * <p>One thread at a time; machines, forks too, are independent and may run in parallel. Nothing here is synchronized:
 * whoever hands a machine to another thread does that by a means that publishes it, such as an executor. The one thing
 * another thread may do meanwhile is to make {@link Builder#stopWhen} true.
 *
 * <p>A machine takes about 11 bytes of heap for each page of its memory and 4 for each page of a mapping or file, and
 * allocates nothing per page afterwards; {@link MachineSpec#heapBytes} estimates the whole.
 *
 * <p>A simulated failure is a result, of a task or a call, never an exception. Every run ends: a task's work is finite,
 * and a request that finds no memory fails when the OOM killer has killed all it may. It need not end soon. {@link
 * Builder#timeLimit} bounds virtual time, {@link Builder#stopWhen} whatever the caller likes.
 */
public final class Machine {
    /** The swappiness of a reclaim that takes anonymous pages only ({@code swappiness=max} of 6.18). */
    public static final int SWAPPINESS_MAX = Sysctls.SWAPPINESS_ANON_ONLY;
    /** The swappiness of a reclaim that has none of its own: that of the machine. */
    public static final int SWAPPINESS_OF_MACHINE = Sysctls.SWAPPINESS_OF_MACHINE;

    private static final long SETTLE_STEP_NANOS = 100_000_000L;
    private static final int SETTLE_QUIET_STEPS = 4;
    private static final int RECLAIM_RETRIES_MAX = 16;
    private static final int TREE_NODES_PER_SLAB_PAGE = 7;

    private final MachineSpec spec;
    private final Builder builder;
    private final Memory memory;
    private final ReclaimContext context;
    private final MachineFacts facts;
    private final PolicyTimers timers;
    private final Attachments attachments;
    private final SysctlTable sysctls;
    private final OomKiller outOfMemory = new OomKiller(this);
    private final Scheduler scheduler;
    private final List<Task> tasks = new ArrayList<>();
    private final Deque<Memory> spentForks = new ArrayDeque<>();
    private final List<SimulatedFile> files = new ArrayList<>();
    private final List<Group> groups = new ArrayList<>();
    private long nowNanos;
    private int balancingMode;
    private int balancingScanMegabytes = 256;
    private final Promotion promotion;
    private final InterleaveWeights weights;
    private HugePages hugePages;
    private HugePageDefrag hugePageDefrag = HugePageDefrag.MADVISE;
    private long treeNodes;
    private AccessCosts accessCosts;

    private Machine(Builder builder, Memory memory, Residency residency, ReclaimContext context) {
        this.builder = builder;
        this.memory = memory;
        this.context = context;
        spec = memory.spec();
        promotion = new Promotion(memory);
        hugePages = builder.hugePages;
        scheduler = new Scheduler(context.horizon(), memory.workCounters(), builder.stop);
        facts = new MachineFacts(context);
        timers = new PolicyTimers(this);
        weights = new InterleaveWeights(Arrays.copyOf(builder.bandwidths, memory.nodeCount()),
                spec.kernel().atLeast(KernelVersion.V6_18));
        attachments = new Attachments(this, builder.policies, builder.seed, weights);
        sysctls = new SysctlTable(this, context.sysctls());
        Kswapd[] kswapds = new Kswapd[memory.nodeCount()];
        for (int nid = 0; nid < kswapds.length; nid++) {
            if (memory.node(nid).managedPages() > 0) {
                kswapds[nid] = new Kswapd(context, memory.node(nid));
                scheduler.add(kswapds[nid]);
            }
        }
        context.setKswapds(kswapds);
        scheduler.add(context.writeback());
        scheduler.add(timers);
        setPrices(context.prices());
        context.demotion().setAllowed(this::cpusetOfLedgerGroup);
    }

    private NodeMask cpusetOfLedgerGroup(int ledgerGroup) {
        for (Group group : groups) {
            if (group.ledgerGroup() == ledgerGroup) {
                return group.cpusetMems();
            }
        }
        return null;
    }

    /** Starts the description of a machine. */
    public static Builder builder(MachineSpec spec) {
        return new Builder(spec);
    }

    /** Describes a machine. */
    public static final class Builder {
        private final MachineSpec spec;
        private BootState boot;
        private Prices prices = Prices.hardware();
        private long seed = 1;
        private Policies policies;
        private EventSink events;
        private boolean perCpuLists = true;
        private boolean generations;
        private HugePages hugePages = HugePages.NEVER;
        private int[] tiers = new int[0];
        private int balancing;
        private long[] bandwidths = new long[0];
        private long timeLimitNanos = Actor.NEVER;
        private BooleanSupplier stop;

        private Builder(MachineSpec spec) {
            this.spec = spec;
            generations = spec.kernel().atLeast(KernelVersion.V6_12);
        }

        /** The memory tier of every node; a lower number is faster. All nodes are of one tier by default. */
        public Builder tiers(int... tierOfNode) {
            tiers = tierOfNode.clone();
            return this;
        }

        /**
         * The bandwidth of every node in any unit, 0 where unknown, as by default: 6.18 makes the weights of weighted
         * interleaving of them.
         */
        public Builder bandwidths(long... bandwidthOfNode) {
            bandwidths = bandwidthOfNode.clone();
            return this;
        }

        /** {@code kernel.numa_balancing}, 0 by default. */
        public Builder balancing(int mode) {
            balancing = mode;
            return this;
        }

        /** Which anonymous faults take huge pages where they can; none by default. */
        public Builder hugePages(HugePages which) {
            hugePages = which;
            return this;
        }

        /** Whether pages are kept in generations (MGLRU); by default as Debian's kernels do: since 6.12. */
        public Builder generations(boolean on) {
            generations = on;
            return this;
        }

        /** Starts from a recorded state after boot instead of an empty machine. */
        public Builder boot(BootState state) {
            boot = state;
            return this;
        }

        /** Prices of all actions; the hardware list by default. */
        public Builder prices(Prices list) {
            prices = list;
            return this;
        }

        /** The seed of all randomness, 1 by default. */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /** The policies that can be attached; those that ServiceLoader finds by default. */
        public Builder policies(Policies known) {
            policies = known;
            return this;
        }

        /** Where decisions are reported; nowhere by default. */
        public Builder events(EventSink sink) {
            events = sink;
            return this;
        }

        /** Whether CPUs keep lists of free pages, as Linux does; true by default. */
        public Builder perCpuLists(boolean enabled) {
            perCpuLists = enabled;
            return this;
        }

        /**
         * The virtual time at which every run ends, of forks too: nothing acts at or after it. None by default.
         *
         * @param nanos since the machine was built, at least 1
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder timeLimit(long nanos) {
            if (nanos < 1) {
                throw new IllegalArgumentException("a time limit of " + nanos + " ns: expected 1 or more");
            }
            timeLimitNanos = nanos;
            return this;
        }

        /**
         * When to stop a run before its end, also in the middle of a task's work; forks ask the same. For
         * cancellation from another thread an {@code AtomicBoolean::get}, for a limit of wall time a look at the clock.
         * Where a run stops depends on the answers, what it has done up to there and what it does later does not:
         * stopped and run again, a machine is the same as one that was never stopped.
         *
         * <p>{@link Machine#run}, {@link Machine#runAll}, {@link Machine#sleep} and {@link Machine#settle} ask; all
         * other methods are finished first, {@link Machine#sync} and the reclaim of a group or node among them.
         *
         * @param condition asked in the thread that runs the machine, before every action of an actor and at least
         *     every 10 ms of virtual time, so it should cost nanoseconds; must leave the machine alone. What it throws
         *     comes out of the run, which can be gone on with as after a stop.
         */
        public Builder stopWhen(BooleanSupplier condition) {
            stop = condition;
            return this;
        }

        /**
         * Builds the machine.
         *
         * @throws IllegalArgumentException if the heap cannot hold it, with the size it needs
         */
        public Machine build() {
            long available = Runtime.getRuntime().maxMemory();
            if (spec.heapBytes() > available) {
                throw new IllegalArgumentException("a machine of " + spec.managedPages() + " pages needs a heap of "
                        + (spec.heapBytes() >> 20) + " MiB, this JVM has " + (available >> 20) + " MiB: use -Xmx");
            }
            if (policies == null) {
                policies = Policies.load();
            }
            Memory memory = new Memory(spec, boot, perCpuLists);
            memory.report(events);
            Residency residency = new Residency(memory, new Owners());
            ReclaimContext context = new ReclaimContext(residency, new Sysctls(), new TraceHistograms(),
                    new Cpus(Math.max(1, spec.cpuCount())), prices, events, seed);
            Machine machine = new Machine(this, memory, residency, context);
            context.writeback().startPeriodic(0);
            machine.setGenerations(generations);
            context.demotion().setTiers(tiers);
            machine.setBalancing(balancing);
            return machine;
        }
    }

    /**
     * An independent copy of a machine that stands still: same memory, same tasks, same clock.
     *
     * @throws IllegalStateException if a task has work, a kswapd or the background work of a policy runs, or pages are
     *     being written
     */
    public Machine fork() {
        Memory otherMemory = memory.copy(spentForks.poll());
        Owners owners = context.residency().owners().copy();
        Residency residency = new Residency(context.residency(), otherMemory, owners);
        Machine fork = new Machine(builder, otherMemory, residency, context.copy(residency));
        fork.copyState(this);
        return fork;
    }

    /**
     * Gives back a fork that is used no longer: its heap serves the next {@link #fork}. Using the fork afterwards gives
     * nonsense.
     */
    public void giveBack(Machine fork) {
        spentForks.add(fork.memory);
    }

    private void copyState(Machine other) {
        nowNanos = other.nowNanos;
        balancingMode = other.balancingMode;
        balancingScanMegabytes = other.balancingScanMegabytes;
        promotion.copyState(other.promotion);
        weights.copyState(other.weights);
        hugePages = other.hugePages;
        hugePageDefrag = other.hugePageDefrag;
        treeNodes = other.treeNodes;
        accessCosts.copyState(other.accessCosts);
        context.writeback().copyState(other.context.writeback());
        for (int nid = 0; nid < memory.nodeCount(); nid++) {
            if (context.kswapd(nid) != null) {
                context.kswapd(nid).copyState(other.context.kswapd(nid));
            }
        }
        attachments.copyMachineScope(other.attachments);
        for (SimulatedFile file : other.files) {
            files.add(new SimulatedFile((CachedFile) owner(file.cache())));
        }
        for (Group group : other.groups) {
            Group copy = newGroup(group.name());
            if (group.cpusetMems() != null) {
                copy.setCpusetMems(group.cpusetMems());
            }
            copy.copyLedgerGroup(group);
            attachments.copy(group.bindings(), copy.bindings(), new Attached(copy, null, null), other.attachments);
        }
        for (Task task : other.tasks) {
            copyTask(task);
        }
    }

    private void copyTask(Task task) {
        Task copy = new Task(this, task.name(), tasks.size());
        tasks.add(copy);
        scheduler.add(copy.actor());
        copy.copyState(task);
        if (task.group() != null) {
            copy.setGroup(group(task.group().name()));
        }
        Attachments others = task.machine().attachments;
        attachments.copy(task.bindings(), copy.bindings(), new Attached(null, copy, null), others);
        for (Mapping mapping : task.mappings()) {
            Mapping other = new Mapping(this, (VirtualArea) owner(mapping.area()));
            copy.adopt(other);
            other.setHugePageAdvice(mapping.hugePageAdvice());
            if (mapping.binding() != null) {
                other.setBinding(attachments.copy(mapping.binding(), new Attached(null, copy, other), others));
            }
        }
        for (int i = task.kernelFrames().size(); i > 0; i--) {
            int frame = task.kernelFrames().removeFirst();
            task.kernelFrames().addLast(frame);
            copy.kernelFrames().addLast(frame);
        }
    }

    private PageOwner owner(PageOwner other) {
        return context.residency().owners().get(other.id());
    }

    Memory memory() {
        return memory;
    }

    ReclaimContext context() {
        return context;
    }

    MachineFacts facts() {
        return facts;
    }

    PolicyTimers timers() {
        return timers;
    }

    Attachments attachments() {
        return attachments;
    }

    OutOfMemory outOfMemory() {
        return outOfMemory;
    }

    boolean killInGroup(Requester requester, int ledgerGroup) {
        return outOfMemory.killInGroup(requester, ledgerGroup);
    }

    Zone[] allZones(int nid) {
        return memory.zonelist(memory.localMemoryNode(nid), ZoneType.MOVABLE.ordinal(), null);
    }

    // The writer of memory.reclaim runs on CPU 0; everybody else runs along.
    int reclaimGroup(int ledgerGroup, long pages, int swappiness) {
        SyncReclaim reclaim = new SyncReclaim(context, "oracle");
        reclaim.setSwappiness(swappiness);
        boolean quarters = spec.kernel().atLeast(KernelVersion.V6_12);
        int fruitless = 0;
        for (long done = 0; done < pages; done += reclaim.reclaimedPages()) {
            long goal = quarters ? (pages - done + 3) / 4 : pages - done;
            reclaim.beginGroup(allZones(spec.nodeOfCpu(spec.bootCpu())), ledgerGroup, goal, true,
                    ZoneType.MOVABLE.ordinal(), spec.bootCpu(),
                    nowNanos);
            while (!reclaim.resume(nowNanos)) {
                passTime(Math.max(0, reclaim.dueNanos() - nowNanos));
            }
            fruitless += reclaim.reclaimedPages() == 0 ? 1 : 0;
            if (fruitless > RECLAIM_RETRIES_MAX) {
                return Errno.AGAIN;
            }
        }
        return 0;
    }

    /**
     * Writes the file {@code reclaim} of a node (6.18): reclaims so many pages of it, a quarter of the rest at a time.
     * Models {@code user_proactive_reclaim} (linux-model 19.2).
     *
     * @return 0; -11 if the node is being reclaimed already or not all could be reclaimed; -2 on older kernels
     */
    public int reclaimNode(int nid, long pages) {
        return reclaimNode(nid, pages, SWAPPINESS_OF_MACHINE);
    }

    /**
     * The same with a swappiness of its own.
     *
     * @param swappiness 0 to 200, {@link #SWAPPINESS_MAX} or {@link #SWAPPINESS_OF_MACHINE}
     */
    public int reclaimNode(int nid, long pages, int swappiness) {
        if (!spec.kernel().atLeast(KernelVersion.V6_18) || nid < 0 || nid >= memory.nodeCount()) {
            return Errno.NOENT;
        }
        SyncReclaim reclaim = new SyncReclaim(context, "oracle");
        reclaim.setSwappiness(swappiness);
        Node node = memory.node(nid);
        int fruitless = 0;
        for (long done = 0; done < pages; done += reclaim.reclaimedPages()) {
            if (node.reclaimLocked || fruitless > RECLAIM_RETRIES_MAX) {
                return Errno.AGAIN;
            }
            node.reclaimLocked = true;
            reclaim.beginProactive(node, (pages - done + 3) / 4, ZoneType.MOVABLE.ordinal(), spec.bootCpu(), nowNanos);
            while (!reclaim.resume(nowNanos)) {
                passTime(Math.max(0, reclaim.dueNanos() - nowNanos));
            }
            fruitless += reclaim.reclaimedPages() == 0 ? 1 : 0;
        }
        return 0;
    }

    /** What the kernel would have printed so far. */
    public KernelLog kernelLog() {
        return context.log();
    }

    int balancingMode() {
        return balancingMode;
    }

    int balancingScanMegabytes() {
        return balancingScanMegabytes;
    }

    Promotion promotion() {
        return promotion;
    }

    /** Sets {@code kernel.numa_balancing}: 0 off, bit 1 normal, bit 2 memory tiering. */
    public void setBalancing(int mode) {
        balancingMode = mode;
        WatermarkLevel goal = (mode & 2) != 0 ? WatermarkLevel.PROMO : WatermarkLevel.HIGH;
        for (int nid = 0; nid < memory.nodeCount(); nid++) {
            memory.node(nid).setGoal(goal);
        }
        tasks.forEach(task -> task.balancing().update(Math.max(nowNanos, task.clockNanos())));
    }

    /**
     * Sets {@code scan_size_mb} of NUMA balancing: how much memory one scan of a task marks, in MiB.
     *
     * @return 0, or a negative errno if it is not 1 to 65536
     */
    public int setBalancingScanMegabytes(int megabytes) {
        if (megabytes < 1 || megabytes > 65_536) {
            return Errno.INVAL;
        }
        balancingScanMegabytes = megabytes;
        return 0;
    }

    /** Switches demotion to slower tiers on or off. */
    public void setDemotion(boolean on) {
        context.demotion().enable(on);
    }

    AccessCosts accessCosts() {
        return accessCosts;
    }

    // One slab page holds seven tree nodes.
    boolean takeTreeNode() {
        return treeNodes++ % TREE_NODES_PER_SLAB_PAGE == 0;
    }

    HugePages hugePages() {
        return hugePages;
    }

    /** Sets which anonymous faults take huge pages where they can. */
    public void setHugePages(HugePages which) {
        hugePages = which;
    }

    HugePageDefrag hugePageDefrag() {
        return hugePageDefrag;
    }

    /** Sets how far a fault goes for a huge page; {@link HugePageDefrag#MADVISE} at first. */
    public void setHugePageDefrag(HugePageDefrag defrag) {
        hugePageDefrag = defrag;
    }

    /** The machine's description. */
    public MachineSpec spec() {
        return spec;
    }

    /** Virtual time in nanoseconds since the machine was built. */
    public long nowNanos() {
        return nowNanos;
    }

    /** The seed of all randomness. */
    public long seed() {
        return builder.seed;
    }

    /** The prices in force. */
    public Prices prices() {
        return context.prices();
    }

    /**
     * Replaces the prices from now on.
     *
     * @throws IllegalArgumentException if a price is that of a node that does not exist
     */
    public void setPrices(Prices prices) {
        accessCosts = new AccessCosts(spec, prices);
        context.setPrices(prices);
    }

    /**
     * Creates a task pinned to CPUs.
     *
     * @throws IllegalArgumentException if the name is taken or there is no such CPU
     */
    public Task newTask(String name, int... cpus) {
        if (task(name) != null) {
            throw new IllegalArgumentException("task " + name + " exists already");
        }
        Task task = new Task(this, name, tasks.size());
        int cpu = chooseCpu(cpus);
        task.requester().cpu = spec.bootCpu();
        task.requester().cpuNode = spec.nodeOfCpu(spec.bootCpu());
        task.requester().clockNanos = nowNanos;
        takeCreationPages(task);
        task.requester().cpu = cpu;
        task.requester().cpuNode = spec.nodeOfCpu(cpu);
        task.forgetRoutes();
        context.cpus().pin(cpu, 1);
        tasks.add(task);
        scheduler.add(task.actor());
        return task;
    }

    // The process that creates tasks runs on CPU 0; what it needs for them it takes there.
    private void takeCreationPages(Task task) {
        for (int i = 0; i < Task.CREATION_PAGES; i++) {
            int frame;
            do {
                frame = task.pages().kernelPage();
            } while (frame == PageMaker.BUSY);
            if (frame >= 0) {
                task.kernelFrames().addLast(frame);
            }
        }
    }

    int chooseCpu(int... cpus) {
        if (cpus.length == 0) {
            throw new IllegalArgumentException("no CPU given: expected at least one of 0 to " + (spec.cpuCount() - 1));
        }
        int best = -1;
        for (int cpu : cpus) {
            if (cpu < 0 || cpu >= spec.cpuCount()) {
                throw new IllegalArgumentException(
                        "CPU " + cpu + " does not exist: expected 0 to " + (spec.cpuCount() - 1));
            }
            if (best < 0 || context.cpus().pinned(cpu) < context.cpus().pinned(best)) {
                best = cpu;
            }
        }
        return best;
    }

    /** What all tasks have paid so far. */
    public CostSplit costs() {
        CostSplit sum = CostSplit.ZERO;
        for (Task task : tasks) {
            sum = sum.plus(task.costs());
        }
        return sum;
    }

    /** A task by name, or null. */
    public Task task(String name) {
        for (Task task : tasks) {
            if (task.name().equals(name)) {
                return task;
            }
        }
        return null;
    }

    /** All tasks in the order they were created, dead ones included. */
    public List<Task> tasks() {
        return Collections.unmodifiableList(tasks);
    }

    /** Creates a group. */
    public Group newGroup(String name) {
        Group group = new Group(this, name);
        groups.add(group);
        return group;
    }

    /** A group by name, or null. */
    public Group group(String name) {
        for (Group group : groups) {
            if (group.name().equals(name)) {
                return group;
            }
        }
        return null;
    }

    /** Creates a file with nothing in the cache. */
    public SimulatedFile createFile(String name, long bytes) {
        Owners owners = context.residency().owners();
        CachedFile cache = new CachedFile(owners.nextId(), name, pagesOf(name, bytes));
        owners.add(cache);
        SimulatedFile file = new SimulatedFile(cache);
        files.add(file);
        return file;
    }

    /** A file by name, or null. */
    public SimulatedFile file(String name) {
        for (SimulatedFile file : files) {
            if (file.name().equals(name)) {
                return file;
            }
        }
        return null;
    }

    /** All files in the order they were created. */
    public List<SimulatedFile> files() {
        return Collections.unmodifiableList(files);
    }

    private static int pagesOf(String name, long bytes) {
        long pages = (bytes + Work.PAGE_BYTES - 1) / Work.PAGE_BYTES;
        if (bytes < 0 || pages > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(name + " of " + bytes + " bytes: expected 0 to 8 TiB");
        }
        return (int) pages;
    }

    Mapping newArea(String name, VirtualArea.Kind kind, long bytes) {
        Owners owners = context.residency().owners();
        VirtualArea area = new VirtualArea(owners.nextId(), name, kind, pagesOf(name, bytes));
        owners.add(area);
        return new Mapping(this, area);
    }

    Mapping newFileArea(String name, SimulatedFile file, long offset, long bytes) {
        Owners owners = context.residency().owners();
        int firstPage = pagesOf(name, offset);
        int pages = Math.min(pagesOf(name, bytes), Math.max(0, file.cache().pages() - firstPage));
        VirtualArea area = new VirtualArea(owners.nextId(), name, file.cache(), firstPage, pages);
        owners.add(area);
        return new Mapping(this, area);
    }

    void dropPages(Mapping mapping, int cpu) {
        VirtualArea area = mapping.area();
        Residency residency = context.residency();
        if (area.kind() != VirtualArea.Kind.FILE) {
            residency.dropAnonymous(area, cpu);
            return;
        }
        for (int page = 0; page < area.pages(); page++) {
            residency.unmapFromArea(area, page);
        }
    }

    void release(Mapping mapping, int cpu) {
        dropPages(mapping, cpu);
        VirtualArea area = mapping.area();
        for (int table = 0; table < area.tableCount(); table++) {
            int frame = area.tableFrame(table);
            if (frame >= 0) {
                memory.nodeOfFrame(frame).add(NodeGauge.NR_PAGE_TABLE_PAGES, -1);
                memory.free(cpu, frame);
                area.setTableFrame(table, -1);
            }
        }
        if (area.file() != null) {
            area.file().areas().remove(area);
        }
        if (context.residency().owners().remove(area)) {
            memory.frames().forgetOwner(area.id());
        }
    }

    void reap(Task task) {
        while (!task.mappings().isEmpty()) {
            task.unmap(task.mappings().get(0));
        }
        while (task.kernelFrames().size() > 0) {
            memory.free(task.requester().cpu, task.kernelFrames().removeFirst());
        }
    }

    /** Attaches a policy to the whole machine. @return 0 or a negative error number */
    public int attach(PolicySpec policy) {
        return attachments.attachToMachine(policy);
    }

    /** Whether pages are kept in generations (MGLRU) instead of the classic lists. */
    public boolean generations() {
        return memory.node(0).lru().generations().enabled();
    }

    /** Switches the multi-generational LRU on or off; pages are put over. */
    public void setGenerations(boolean on) {
        for (int nid = 0; nid < memory.nodeCount(); nid++) {
            memory.node(nid).lru().useGenerations(on);
        }
    }

    /** The policies attached to the whole machine, as they were asked for. */
    public List<PolicySpec> attached() {
        return attachments.machineBindings().stream().map(PolicyBinding::spec).toList();
    }

    /** Sets the weight of a node for weighted interleaving, 1 to 255, or 0 for the kernel's own. */
    public int setInterleaveWeight(int nid, int weight) {
        if (nid < 0 || nid >= spec.nodeCount() || weight < 0 || weight > 255) {
            return Errno.INVAL;
        }
        weights.set(nid, weight);
        forgetRoutes();
        return 0;
    }

    /**
     * Writes {@code weighted_interleave/auto} (6.18): whether the weights of weighted interleaving are made of the
     * bandwidths of the nodes.
     *
     * @return 0, or -2 on older kernels
     */
    public int setAutomaticWeights(boolean on) {
        if (!spec.kernel().atLeast(KernelVersion.V6_18)) {
            return Errno.NOENT;
        }
        weights.setAuto(on);
        forgetRoutes();
        return 0;
    }

    /** The weight of a node in weighted interleaving. */
    public int interleaveWeight(int nid) {
        return weights.of(nid);
    }

    /** Puts a change into the kernel that no released one has. */
    public void apply(KernelPatch patch) {
        context.sysctls().noNodeReclaim |= patch == KernelPatch.NO_NODE_RECLAIM;
        context.sysctls().dirtySubtracted |= patch == KernelPatch.DIRTY_SUBTRACTED;
        if (patch == KernelPatch.NO_NODE_RECLAIM) {
            sysctls.dropNodeReclaim();
        }
    }

    void forgetRoutes() {
        tasks.forEach(Task::forgetRoutes);
    }

    /** Where the pages of each node go when {@code from} becomes {@code to}; null for a node whose pages stay. */
    Routes[] moves(NodeMask from, NodeMask to) {
        int[] targets = CpusetMigration.targets(from, to, memory.nodeCount());
        Routes[] routes = new Routes[targets.length];
        for (int nid = 0; nid < targets.length; nid++) {
            NodeMask target = NodeMask.of(targets[nid]);
            routes[nid] = targets[nid] == nid ? null : bindRoutes(targets[nid], target, null);
        }
        return routes;
    }

    void moveTo(Task task, NodeMask from, NodeMask to) {
        new CpusetMigration(this).move(task, moves(from, to));
    }

    NodeMask nodesOf(PolicySpec policy) {
        return attachments.nodes(policy);
    }

    Routes bindRoutes(int nid, NodeMask nodes, NodeMask cpuset) {
        return Routes.of(memory, Placement.bind(nid, nodes), Deciders.NONE,
                GfpFlags.zoneClass(GfpFlags.HIGHUSER_MOVABLE).ordinal(), cpuset);
    }

    /** The nodes to which a policy or cpuset confines a task, or null. */
    NodeMask strictNodes(Task task) {
        NodeMask mask = task.routes(PageKind.ANON, null).strictMask();
        return mask == null ? task.requester().cpuset : mask;
    }

    /**
     * Writes a sysctl.
     *
     * @param name as in {@code sysctl}: {@code vm.swappiness}
     * @return 0 or a negative error number
     * @throws UnsupportedSettingException if the engine does not model it
     */
    public int sysctl(String name, String value) {
        return sysctls.set(name, value);
    }

    /** Puts the machine's swap space to use. @return 0, or -2 if it has none */
    public int swapOn() {
        long slots = spec.swapBytes() / Work.PAGE_BYTES;
        if (slots <= 1) {
            return Errno.NOENT;
        }
        // The first page of a swap device holds its header.
        context.residency().setSwap(new SwapArea(Math.toIntExact(slots - 1)));
        return 0;
    }

    /** Pages that the swap space in use holds; 0 before {@link #swapOn}. */
    public long swapPages() {
        SwapArea swap = context.residency().swap();
        return swap == null ? 0 : swap.slots();
    }

    /** Of these, pages that are free. */
    public long freeSwapPages() {
        SwapArea swap = context.residency().swap();
        return swap == null ? 0 : swap.freeSlots();
    }

    /** Writes all dirty pages and waits for the disk. */
    public void sync() {
        context.writeback().wakeFlusher(nowNanos);
        while (context.writeback().busy()) {
            passTime(1_000_000L);
        }
    }

    /**
     * Drops clean, unmapped page cache.
     *
     * @param what 1 for the page cache, 2 for slab (which is fixed here), 3 for both
     */
    public void dropCaches(int what) {
        sync();
        for (SimulatedFile file : files) {
            for (int page = 0; (what & 1) != 0 && page < file.cache().pages(); page++) {
                int frame = file.cache().frame(page);
                if (frame >= 0
                        && !memory.frames().has(frame, PageFlags.MAPPED | PageFlags.DIRTY | PageFlags.WRITEBACK)) {
                    context.residency().dropFile(frame, 0);
                }
            }
        }
    }

    /**
     * Runs until a task has finished its work or is dead; everybody else runs along.
     *
     * @return {@link RunEnd#FINISHED} unless a limit came first
     */
    public RunEnd run(Task task) {
        return ended(scheduler.run(() -> !task.busy(), lastNanos(Actor.NEVER)), task.clockNanos());
    }

    // Nothing acts at the limit itself, whereas the scheduler's is the last time at which somebody does.
    private long lastNanos(long nanos) {
        return Math.min(nanos, builder.timeLimitNanos == Actor.NEVER ? Actor.NEVER : builder.timeLimitNanos - 1);
    }

    private RunEnd ended(RunEnd end, long finishedNanos) {
        nowNanos = Math.max(nowNanos, switch (end) {
            case FINISHED -> finishedNanos;
            case TIME_LIMIT -> builder.timeLimitNanos;
            case STOPPED -> scheduler.reachedNanos();
        });
        return end;
    }

    /**
     * Asks for a block of memory in the context of a task, which waits for it while everybody else runs along, and
     * keeps it out of reach of reclaim until {@link #freeBlock}. The task's policies decide; THISNODE means the node of
     * its CPU.
     *
     * @param gfp see {@link GfpFlags}
     * @param order log2 of the pages, 0 to 10
     * @return the first frame, or -1 if the request failed or the task was killed meanwhile
     * @throws IllegalStateException if the task has work or is dead
     */
    public int allocateBlock(Task task, int gfp, int order) {
        BlockWork work = new BlockWork(attachments.blockRoutes(task, gfp), task.nextBlock(), gfp, order);
        task.start(work);
        scheduler.runThrough(() -> !task.busy(), Actor.NEVER);
        nowNanos = Math.max(nowNanos, task.clockNanos());
        return work.frame();
    }

    /** Gives a block back, on the CPU of a task. @param frame what {@link #allocateBlock} gave */
    public void freeBlock(Task task, int frame, int order) {
        for (int i = 0; i < 1 << order; i++) {
            memory.free(task.requester().cpu, frame + i);
        }
    }

    /** The node a frame lies on. */
    public int nodeOfFrame(int frame) {
        return memory.nodeOfFrame(frame).nid();
    }

    /** Runs until no task has work. @return {@link RunEnd#FINISHED} unless a limit came first */
    public RunEnd runAll() {
        RunEnd end = RunEnd.FINISHED;
        for (int i = 0; i < tasks.size() && end == RunEnd.FINISHED; i++) {
            if (tasks.get(i).busy()) {
                end = run(tasks.get(i));
            }
        }
        return end;
    }

    /**
     * Lets time pass; everybody runs along.
     *
     * @param nanos not negative
     * @return {@link RunEnd#FINISHED} unless a limit came first
     */
    public RunEnd sleep(long nanos) {
        long end = nowNanos + nanos;
        RunEnd came = scheduler.run(() -> false, lastNanos(end));
        return ended(came == RunEnd.TIME_LIMIT && end < builder.timeLimitNanos ? RunEnd.FINISHED : came, end);
    }

    /** Lets time pass, whatever the limits. */
    void passTime(long nanos) {
        long end = nowNanos + nanos;
        scheduler.runThrough(() -> false, end);
        nowNanos = end;
    }

    /**
     * Waits until reclaim and writeback have stood still for 400 ms, at most so long and until a limit comes.
     *
     * @return how long it took, in nanoseconds
     */
    public long settle(long maxNanos) {
        long start = nowNanos;
        long last = activity();
        int quiet = 0;
        while (nowNanos - start < maxNanos && quiet < SETTLE_QUIET_STEPS
                && sleep(SETTLE_STEP_NANOS) == RunEnd.FINISHED) {
            long now = activity();
            quiet = now == last ? quiet + 1 : 0;
            last = now;
        }
        return nowNanos - start;
    }

    private long activity() {
        long sum = event(VmEvent.PGSCAN_KSWAPD) + event(VmEvent.PGSTEAL_KSWAPD) + event(VmEvent.PGSCAN_DIRECT)
                + event(VmEvent.PSWPOUT) + event(VmEvent.PGMIGRATE_SUCCESS) + event(VmEvent.NUMA_PTE_UPDATES);
        for (int nid = 0; nid < memory.nodeCount(); nid++) {
            sum += gauge(nid, NodeGauge.NR_WRITTEN);
        }
        return sum;
    }

    /**
     * Has somebody look at the machine from now on, first one period from now. Forks have no sampler.
     *
     * @param periodNanos at least 1
     * @param sampler null to end it
     * @throws IllegalArgumentException if the period is not positive
     */
    public void sampleEvery(long periodNanos, Sampler sampler) {
        if (periodNanos < 1) {
            throw new IllegalArgumentException("a sampling period of " + periodNanos + " ns: expected 1 or more");
        }
        scheduler.sample(sampler, nowNanos + periodNanos, periodNanos);
    }

    /** All zones, node by node, lowest first. */
    public List<ZoneState> zones() {
        List<ZoneState> states = new ArrayList<>();
        for (int i = 0; i < memory.zoneCount(); i++) {
            states.add(state(memory.zone(i)));
        }
        return states;
    }

    private ZoneState state(Zone zone) {
        List<Integer> protection = new ArrayList<>();
        for (ZoneType type : ZoneType.values()) {
            protection.add(zone.reservePages(type.ordinal()));
        }
        int activeAnon = activePages(zone, LruList.ACTIVE_ANON, Generations.ANON);
        int activeFile = activePages(zone, LruList.ACTIVE_FILE, Generations.FILE);
        int anon = zone.lruPages(LruList.INACTIVE_ANON.ordinal()) + zone.lruPages(LruList.ACTIVE_ANON.ordinal());
        int file = zone.lruPages(LruList.INACTIVE_FILE.ordinal()) + zone.lruPages(LruList.ACTIVE_FILE.ordinal());
        return new ZoneState(zone.nid(), zone.type(), zone.managedPages(), zone.freePages(),
                memory.perCpuLists().parkedPages(zone), zone.mark(WatermarkLevel.MIN), zone.mark(WatermarkLevel.LOW),
                zone.mark(WatermarkLevel.HIGH), zone.boostPages(), List.copyOf(protection), anon - activeAnon,
                activeAnon, file - activeFile, activeFile, zone.lruPages(LruList.UNEVICTABLE.ordinal()));
    }

    private int activePages(Zone zone, LruList active, int type) {
        Generations generations = memory.node(zone.nid()).lru().generations();
        return generations.enabled()
                ? generations.activePages(type, zone.type().ordinal()) : zone.lruPages(active.ordinal());
    }

    /**
     * The per-CPU lists of a zone, by CPU.
     *
     * @throws IllegalArgumentException if the node has no such zone
     */
    public List<PagesetState> pagesets(int nid, ZoneType type) {
        Zone zone = memory.zoneOf(nid, type);
        List<PagesetState> states = new ArrayList<>();
        for (int cpu = 0; cpu < spec.cpuCount(); cpu++) {
            states.add(new PagesetState(memory.perCpuLists().parkedPages(cpu, zone),
                    memory.perCpuLists().highPages(cpu, zone), zone.perCpuBatch(), zone.perCpuHigh(),
                    zone.perCpuHighMost()));
        }
        return states;
    }

    /**
     * Free pages of a zone, without those on per-CPU lists; allocates nothing.
     *
     * @param zone its position in {@link #zones}
     */
    public int freePages(int zone) {
        return memory.zone(zone).freePages();
    }

    /** A gauge of a node in pages. */
    public long gauge(int nid, NodeGauge gauge) {
        return memory.node(nid).gauge(gauge);
    }

    /** A numastat counter of a node since boot. */
    public long numastat(int nid, NumaEvent event) {
        return memory.numastat(nid, event);
    }

    /**
     * A numastat counter of a zone since boot. What was counted before the start is in the highest zone of the node.
     *
     * @throws IllegalArgumentException if the node has no such zone
     */
    public long numastat(int nid, ZoneType type, NumaEvent event) {
        return memory.counters().get(memory.zoneOf(nid, type).index(), event);
    }

    /** An event counter since the machine was built. */
    public long event(VmEvent event) {
        return memory.counters().get(event);
    }

    /** What the engine itself had to do since the machine was built or forked. */
    public EngineWork work() {
        return memory.work();
    }

    /** The reclaim tracepoints' histograms since the machine was built. */
    public TraceHistograms trace() {
        return context.trace();
    }

    /** Free blocks of an order in a zone, as in {@code /proc/buddyinfo}. */
    public int freeBlocks(int nid, ZoneType type, int order) {
        return memory.zoneOf(nid, type).freeBlocks(order);
    }

    /**
     * Checks that zones, lists, owners and counters agree with each other; walks every page.
     *
     * @throws IllegalStateException naming what does not
     */
    public void validate() {
        memory.validate();
        context.residency().validate();
        checkWalks();
        Owners owners = context.residency().owners();
        for (int id = 1; id < owners.limit(); id++) {
            if (owners.get(id) instanceof VirtualArea area) {
                for (int page = 0; page < area.pages(); page++) {
                    checkOwner(area, page, area.frame(page));
                }
            } else if (owners.get(id) instanceof CachedFile file) {
                for (int page = 0; page < file.pages(); page++) {
                    checkOwner(file, page, file.frame(page));
                }
            }
        }
    }

    // What a task has asked for is its own until it is done: a walk left over would be taken for the next request.
    private void checkWalks() {
        for (Task task : tasks) {
            if (task.alive() && !task.busy() && task.pages().walking()) {
                throw new IllegalStateException("task " + task.name() + " has no work and yet asks for a page");
            }
        }
    }

    private void checkOwner(PageOwner owner, int page, int frame) {
        boolean fileArea = owner instanceof VirtualArea area && area.kind() == VirtualArea.Kind.FILE;
        if (frame >= 0 && !fileArea
                && (memory.frames().owner(frame) != owner.id() || memory.frames().index(frame) != page)) {
            throw new IllegalStateException(
                    owner.name() + " page " + page + ": frame " + frame + " belongs to somebody else");
        }
    }
}
