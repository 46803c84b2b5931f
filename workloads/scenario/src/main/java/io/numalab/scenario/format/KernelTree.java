package io.numalab.scenario.format;

import io.numalab.machine.Machine;
import io.numalab.machine.Task;
import io.numalab.spi.NodeMask;
import io.numalab.stat.NumaEvent;
import io.numalab.topology.MachineSpec;
import io.numalab.topology.NodeSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The files of {@code /proc} and {@code /sys} that tell a simulated machine's state, by path. The content is made when
 * it is asked for. Process ids are made up: the first task has 100. One thread only.
 */
public final class KernelTree {
    private static final int FIRST_PID = 100;
    /** The kernel cuts longer names of processes. */
    private static final int COMMAND_LENGTH_MAX = 15;
    private static final String NODES = "/sys/devices/system/node/";
    private static final String CPUS = "/sys/devices/system/cpu/";

    private final Machine machine;
    private final MachineSpec spec;
    private final SortedMap<String, Supplier<String>> files = new TreeMap<>();

    /** The files of a machine with the tasks it has at this moment. */
    public KernelTree(Machine machine) {
        this.machine = machine;
        spec = machine.spec();
        files.put("/proc/meminfo", () -> new MeminfoText(machine).ofMachine());
        files.put("/proc/vmstat", () -> new VmstatText(machine).ofMachine());
        files.put("/proc/zoneinfo", () -> new ZoneinfoText(machine).write());
        files.put("/proc/buddyinfo", () -> BuddyinfoText.of(machine));
        nodes();
        cpus();
        machine.tasks().stream().filter(Task::alive).forEach(this::task);
    }

    /** The process id of a task. */
    public static int pid(Machine machine, Task task) {
        return FIRST_PID + machine.tasks().indexOf(task);
    }

    /** The name of a task's process, as the kernel's recordings have it. */
    static String command(Task task) {
        String name = "task-" + task.name();
        return name.substring(0, Math.min(name.length(), COMMAND_LENGTH_MAX));
    }

    /** All paths in order. */
    public List<String> paths() {
        return List.copyOf(files.keySet());
    }

    /**
     * What a file says, or null if there is none of this path.
     *
     * @param path of a task also with its name in place of the process id: {@code /proc/A/numa_maps}
     */
    public String content(String path) {
        Supplier<String> file = files.getOrDefault(path, files.get(withPid(path)));
        return file == null ? null : file.get();
    }

    private String withPid(String path) {
        String[] parts = path.split("/", 4);
        Task task = parts.length == 4 && parts[1].equals("proc") ? machine.task(parts[2]) : null;
        return task == null ? path : "/proc/" + pid(machine, task) + "/" + parts[3];
    }

    private void nodes() {
        List<Integer> all = new ArrayList<>();
        for (NodeSpec node : spec.nodes()) {
            if (!node.cpus().isEmpty() || node.managedPages() > 0) {
                all.add(node.nid());
                node(node);
            }
        }
        String list = mask(all).toString();
        for (String name : new String[] {"online", "possible"}) {
            text(NODES + name, list);
        }
        for (String name : new String[] {"has_memory", "has_normal_memory"}) {
            text(NODES + name, spec.memoryNodes().toString());
        }
        text(NODES + "has_cpu", spec.cpuNodes().toString());
    }

    private void node(NodeSpec node) {
        int nid = node.nid();
        String folder = NODES + "node" + nid + "/";
        text(folder + "cpulist", CpuLists.ranges(node.cpus()));
        text(folder + "cpumap", CpuLists.mask(node.cpus(), spec.cpuCount()));
        files.put(folder + "distance", () -> distances(nid));
        files.put(folder + "meminfo", () -> new MeminfoText(machine).ofNode(nid));
        files.put(folder + "numastat", () -> numastat(nid));
        files.put(folder + "vmstat", () -> new VmstatText(machine).ofNode(nid));
    }

    private String distances(int nid) {
        StringBuilder line = new StringBuilder();
        for (NodeSpec other : spec.nodes()) {
            if (!other.cpus().isEmpty() || other.managedPages() > 0) {
                line.append(line.length() == 0 ? "" : " ").append(spec.distance(nid, other.nid()));
            }
        }
        return line.append('\n').toString();
    }

    private String numastat(int nid) {
        StringBuilder lines = new StringBuilder();
        for (NumaEvent event : NumaEvent.values()) {
            lines.append(event.kernelName()).append(' ').append(machine.numastat(nid, event)).append('\n');
        }
        return lines.toString();
    }

    // A package for every node: the simulation knows nothing of cores and caches.
    private void cpus() {
        List<Integer> all = new ArrayList<>();
        for (NodeSpec node : spec.nodes()) {
            for (int cpu : node.cpus()) {
                all.add(cpu);
                String folder = CPUS + "cpu" + cpu + "/topology/";
                text(folder + "physical_package_id", Integer.toString(node.nid()));
                text(folder + "core_id", Integer.toString(cpu));
                text(folder + "core_cpus", CpuLists.mask(List.of(cpu), spec.cpuCount()));
                text(folder + "thread_siblings", CpuLists.mask(List.of(cpu), spec.cpuCount()));
                text(folder + "package_cpus", CpuLists.mask(node.cpus(), spec.cpuCount()));
                text(folder + "core_siblings", CpuLists.mask(node.cpus(), spec.cpuCount()));
            }
        }
        for (String name : new String[] {"online", "possible", "present"}) {
            text(CPUS + name, CpuLists.ranges(all));
        }
    }

    private void task(Task task) {
        String folder = "/proc/" + pid(machine, task) + "/";
        text(folder + "comm", command(task));
        text(folder + "cmdline", command(task));
        files.put(folder + "numa_maps", () -> NumaMapsText.of(task, spec.memoryNodes()));
        files.put(folder + "status", () -> "Name:\t" + command(task) + "\n");
    }

    private void text(String path, String line) {
        files.put(path, () -> line + "\n");
    }

    private static NodeMask mask(List<Integer> nids) {
        return NodeMask.of(nids.stream().mapToInt(Integer::intValue).toArray());
    }

    /** Every file with its content, in the order of the paths. */
    public Map<String, String> contents() {
        Map<String, String> contents = new TreeMap<>();
        files.forEach((path, file) -> contents.put(path, file.get()));
        return contents;
    }
}
