package io.numalab.tck;

import io.numalab.machine.Group;
import io.numalab.machine.Machine;
import io.numalab.machine.Mapping;
import io.numalab.machine.SimulatedFile;
import io.numalab.machine.Task;
import io.numalab.tck.Intent.Form;
import io.numalab.spi.GfpFlags;
import io.numalab.spi.NodeMask;
import io.numalab.spi.PageKind;
import io.numalab.spi.PolicySpec;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Plays random operations on a machine, each given by a number, and tells the recorder what every task may expect. The
 * same numbers on the same machine are the same run.
 */
final class Course {
    private static final long PAGE_BYTES = 4096;
    private static final int TASKS_MAX = 4;
    private static final int FILES_MAX = 3;
    private static final int MAPPINGS_MAX = 6;
    private static final long RANDOM_TOUCHES = 400;
    private static final long SETTLE_NANOS = 5_000_000_000L;

    private final Machine machine;
    private final Recorder recorder;
    private final Standing standing;
    private final Map<String, Long> kernelBlocks = new TreeMap<>();
    private final int totalPages;
    private boolean swap;
    private int names;

    Course(Machine machine, Recorder recorder) {
        this.machine = machine;
        this.recorder = recorder;
        standing = new Standing(machine.spec());
        totalPages = (int) machine.spec().managedPages();
    }

    /** The same course on a fork of its machine. */
    Course(Course other, Machine fork, Recorder recorder) {
        machine = fork;
        this.recorder = recorder;
        standing = new Standing(other.standing);
        kernelBlocks.putAll(other.kernelBlocks);
        totalPages = other.totalPages;
        swap = other.swap;
        names = other.names;
    }

    Standing standing() {
        return standing;
    }

    void swapOn() {
        swap = machine.swapOn() == 0;
    }

    void play(List<Integer> operations) {
        operations.forEach(this::play);
    }

    /** The run so far; the machine must stand still. */
    History history(boolean perCpuLists) {
        machine.validate();
        long blocks = 0;
        for (Task task : machine.tasks()) {
            blocks += task.alive() ? kernelBlocks.getOrDefault(task.name(), 0L) : 0;
        }
        Layout layout = Layout.of(machine.spec(), machine.zones(), perCpuLists);
        return new History(layout, swap, List.copyOf(recorder.events()), Ending.of(machine, blocks));
    }

    private void play(int operation) {
        SplittableRandom random = new SplittableRandom(operation);
        int what = random.nextInt(24);
        Task task = someTask(random);
        if (!task.alive()) {
            // Memory is so short that making the task has killed it.
            return;
        }
        switch (what) {
            case 0, 1, 2, 3 -> touchNew(task, random, false);
            case 4 -> touchNew(task, random, true);
            case 5, 6, 7 -> read(task, random);
            case 8, 9 -> write(task, random);
            case 10 -> touchFile(task, random);
            case 11 -> touchAgain(task, random);
            case 12 -> unmap(task, random);
            case 13 -> lock(task, random);
            case 14 -> machine.sleep(random.nextLong(1, 500_000_000L));
            case 15 -> machine.settle(SETTLE_NANOS);
            case 16, 17 -> attachToTask(task, somePlacement(random));
            case 18 -> attachToTask(task, someReclaim(random));
            case 19 -> attachToMachine(random.nextBoolean() ? someReclaim(random) : somePlacement(random));
            case 20 -> touchBound(task, random);
            case 21 -> confine(task, random);
            case 22 -> allocateKernel(task, random);
            default -> together(random);
        }
        machine.runAll();
    }

    Task newTask(int cpu, boolean grouped, SplittableRandom random) {
        String name = "t" + names++;
        int node = machine.spec().nodeOfCpu(cpu);
        // The process that creates tasks runs on CPU 0, in no group.
        publish(name, null, machine.spec().nodeOfCpu(0));
        Task task = machine.newTask(name, cpu);
        if (grouped) {
            Group group = machine.newGroup(name);
            group.setCpusetMems(someNodes(random));
            task.join(group);
            standing.cpuset(name, group.cpusetMems());
        }
        publish(name, null, node);
        return task;
    }

    private Task someTask(SplittableRandom random) {
        List<Task> alive = machine.tasks().stream().filter(Task::alive).toList();
        if (alive.isEmpty() || alive.size() < TASKS_MAX && random.nextInt(6) == 0) {
            return newTask(random.nextInt(machine.spec().cpuCount()), random.nextInt(3) == 0, random);
        }
        return alive.get(random.nextInt(alive.size()));
    }

    private void publish(String task, String mapping, int cpuNode) {
        for (PageKind kind : PageKind.values()) {
            recorder.expect("task-" + task, kind, standing.intent(task, mapping, cpuNode, kind));
        }
    }

    private void publish(Task task, Mapping mapping) {
        publish(task.name(), mapping == null ? null : key(task, mapping), task.cpuNode());
    }

    private static String key(Task task, Mapping mapping) {
        return task.name() + "/" + mapping.name();
    }

    private long someBytes(SplittableRandom random, int divisor) {
        return PAGE_BYTES * (1 + random.nextInt(Math.max(1, totalPages / divisor)));
    }

    NodeMask someNodes(SplittableRandom random) {
        int[] nodes = machine.spec().memoryNodes().toArray();
        NodeMask mask = NodeMask.of(nodes[random.nextInt(nodes.length)]);
        for (int nid : nodes) {
            mask = random.nextInt(3) == 0 ? mask.or(NodeMask.of(nid)) : mask;
        }
        return mask;
    }

    private PolicySpec somePlacement(SplittableRandom random) {
        NodeMask nodes = someNodes(random);
        return PolicySpec.parse(switch (random.nextInt(7)) {
            case 0 -> "default";
            case 1 -> "membind:" + nodes;
            case 2 -> "bind-static:" + nodes;
            case 3 -> "preferred:" + nodes.first();
            case 4 -> "interleave:" + nodes;
            case 5 -> "weighted-interleave:" + nodes;
            default -> "preferred-many:" + nodes;
        });
    }

    private static PolicySpec someReclaim(SplittableRandom random) {
        return PolicySpec.parse(switch (random.nextInt(5)) {
            case 0 -> "kswapd-wakeup:mode=1";
            case 1, 2 -> "zone_reclaim:mode=1";
            default -> "zone_reclaim:mode=" + random.nextInt(8);
        });
    }

    private void attachToTask(Task task, PolicySpec policy) {
        if (task.setPolicy(policy) == 0) {
            standing.attached(task.name(), task.name(), policy);
        }
    }

    private void attachToMachine(PolicySpec policy) {
        if (machine.attach(policy) == 0) {
            standing.attached(Standing.MACHINE, Standing.MACHINE, policy);
        }
    }

    private void confine(Task task, SplittableRandom random) {
        Group group = machine.group(task.name());
        if (group != null && group.setCpusetMems(someNodes(random)) == 0) {
            standing.cpuset(task.name(), group.cpusetMems());
        }
    }

    private Mapping newMapping(Task task, SplittableRandom random, boolean shared) {
        if (task.mappings().size() >= MAPPINGS_MAX) {
            task.unmap(task.mappings().get(0));
        }
        String name = "m" + names++;
        long bytes = someBytes(random, 4);
        return shared ? task.mapShared(name, bytes) : task.mapAnonymous(name, bytes);
    }

    private void touchNew(Task task, SplittableRandom random, boolean shared) {
        Mapping mapping = newMapping(task, random, shared);
        publish(task, mapping);
        task.startTouch(mapping, mapping.pages() * PAGE_BYTES, true, random.nextInt(4) == 0);
    }

    private void touchBound(Task task, SplittableRandom random) {
        Mapping mapping = newMapping(task, random, random.nextInt(3) == 0);
        PolicySpec policy = random.nextInt(4) == 0 ? someReclaim(random) : somePlacement(random);
        if (task.bind(mapping, policy, false) == 0) {
            standing.attachedToMapping(key(task, mapping), task.name(), policy);
        }
        publish(task, mapping);
        task.startTouch(mapping, mapping.pages() * PAGE_BYTES, true, false);
    }

    private void touchAgain(Task task, SplittableRandom random) {
        if (!task.mappings().isEmpty()) {
            Mapping mapping = task.mappings().get(random.nextInt(task.mappings().size()));
            publish(task, mapping);
            // Random touches of a file that does not fit read 32 pages each.
            task.startAccess(mapping, Math.min(mapping.pages(), RANDOM_TOUCHES), random.nextBoolean(),
                    random.nextBoolean());
        }
    }

    private void unmap(Task task, SplittableRandom random) {
        if (!task.mappings().isEmpty()) {
            task.unmap(task.mappings().get(random.nextInt(task.mappings().size())));
        }
    }

    private void lock(Task task, SplittableRandom random) {
        Mapping mapping = task.mapAnonymous("m" + names++, someBytes(random, 12));
        publish(task, mapping);
        task.startMlock(mapping);
    }

    private SimulatedFile someFile(SplittableRandom random) {
        int count = machine.files().size();
        return count < FILES_MAX
                ? machine.createFile("f" + count, someBytes(random, 3))
                : machine.files().get(random.nextInt(count));
    }

    private void read(Task task, SplittableRandom random) {
        SimulatedFile file = someFile(random);
        publish(task, null);
        task.startRead(file, 0, file.pages() * PAGE_BYTES, 1 + random.nextInt(3) / 2);
    }

    private void write(Task task, SplittableRandom random) {
        SimulatedFile file = someFile(random);
        publish(task, null);
        task.startWrite(file, 0, Math.min(file.pages() * PAGE_BYTES, someBytes(random, 6)), random.nextBoolean());
    }

    private void touchFile(Task task, SplittableRandom random) {
        SimulatedFile file = someFile(random);
        Mapping mapping = task.mapFile("m" + names++, file, 0, file.pages() * PAGE_BYTES, true);
        publish(task, mapping);
        task.startTouch(mapping, mapping.pages() * PAGE_BYTES, random.nextInt(3) == 0, false);
    }

    private void allocateKernel(Task task, SplittableRandom random) {
        NodeMask nodes = someNodes(random);
        boolean thisNode = random.nextInt(3) > 0;
        int nid = nodes.first();
        Intent own = standing.intent(task.name(), null, task.cpuNode(), PageKind.KERNEL);
        recorder.expect("task-" + task.name(), PageKind.KERNEL, new Intent(thisNode ? Form.THIS_NODE : Form.OTHER,
                thisNode ? NodeMask.of(nid) : null, false, null, task.cpuNode(), own.reclaimMode()));
        int gfp = (random.nextInt(3) == 0 ? GfpFlags.ATOMIC : GfpFlags.KERNEL) | (thisNode ? GfpFlags.THISNODE : 0);
        task.startAllocate(nid, gfp, 0, 1 + random.nextInt(totalPages / 6 + 1));
        machine.run(task);
        kernelBlocks.merge(task.name(), task.result().bytes() / PAGE_BYTES, Long::sum);
    }

    // Two tasks at once: they meet at the lock of a node, and one takes what the other freed.
    private void together(SplittableRandom random) {
        Task first = someTask(random);
        Task second = newTask(random.nextInt(machine.spec().cpuCount()), false, random);
        if (first.alive()) {
            touchNew(first, random, false);
        }
        if (second.alive()) {
            read(second, random);
        }
        machine.runAll();
        if (second.alive()) {
            second.exit();
        }
    }

}
