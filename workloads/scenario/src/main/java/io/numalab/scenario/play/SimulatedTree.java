package io.numalab.scenario.play;

import io.numalab.machine.Group;
import io.numalab.machine.HugePageDefrag;
import io.numalab.machine.HugePages;
import io.numalab.machine.Machine;
import io.numalab.machine.Task;
import io.numalab.scenario.format.KernelTree;
import io.numalab.scenario.language.ScenarioStep;
import io.numalab.spi.NodeMask;
import io.numalab.topology.KernelVersion;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of {@code /proc}, {@code /sys} and the cgroup tree that steps may write, never that of the host. What has no
 * effect on the simulated machine is refused unless it asks for what the machine does anyway. One thread only.
 */
final class SimulatedTree {
    private static final int NO_ENTRY = -2;
    private static final int NO_PROCESS = -3;
    private static final int EXISTS = -17;
    private static final int INVALID = -22;
    private static final String SYSCTL = "/proc/sys/";
    private static final Pattern GROUP = Pattern.compile("/cg/([A-Za-z0-9_][A-Za-z0-9_.-]*)");
    private static final Pattern CPUSET_MEMS = Pattern.compile("/cg/([A-Za-z0-9_][A-Za-z0-9_.-]*)/cpuset\\.mems");
    private static final Pattern MEMORY = Pattern.compile("/cg/([A-Za-z0-9_][A-Za-z0-9_.-]*)/memory\\.(max|reclaim)");
    private static final Pattern NODE_RECLAIM = Pattern.compile("/sys/devices/system/node/node([0-9]{1,4})/reclaim");
    private static final Pattern NUMA_STAT =
            Pattern.compile("/cg/([A-Za-z0-9_][A-Za-z0-9_.-]*)/memory\\.numa_stat");
    private static final Pattern RECLAIM = Pattern.compile(
            "([0-9]{1,15}[KMGkmg]?)(?:\\s+swappiness=(max|1?[0-9]{1,2}|200))?");
    private static final String DEMOTION = "/sys/kernel/mm/numa/demotion_enabled";
    private static final String SCAN_SIZE = "/sys/kernel/debug/sched/numa_balancing/scan_size_mb";
    private static final String AUTOMATIC_WEIGHTS = "/sys/kernel/mm/mempolicy/weighted_interleave/auto";
    private static final Pattern WEIGHT =
            Pattern.compile("/sys/kernel/mm/mempolicy/weighted_interleave/node([0-9]{1,4})");
    private static final String HUGE_PAGES = "/sys/kernel/mm/transparent_hugepage/enabled";
    private static final String HUGE_PAGE_DEFRAG = "/sys/kernel/mm/transparent_hugepage/defrag";
    private static final String GENERATIONS = "/sys/kernel/mm/lru_gen/enabled";

    private final Machine machine;
    private final Map<String, String> written = new TreeMap<>();

    SimulatedTree(Machine machine) {
        this.machine = machine;
    }

    /** The same tree over a fork of the machine. */
    SimulatedTree onFork(Machine fork) {
        SimulatedTree copy = new SimulatedTree(fork);
        copy.written.putAll(written);
        return copy;
    }

    /** Sets a sysctl by its name with dots. @return 0 or a negative errno */
    int sysctl(String name, String value) {
        int code = machine.sysctl(name, value);
        if (code == 0) {
            written.put(SYSCTL + name.replace('.', '/'), value);
        }
        return code;
    }

    /** Writes a file. @return 0 or a negative errno */
    int write(ScenarioStep step, String path, String value) {
        if (path.startsWith(SYSCTL)) {
            return sysctl(path.substring(SYSCTL.length()).replace('/', '.'), value);
        }
        int code = effect(step, path, value);
        if (code == 0) {
            written.put(path, value);
        }
        return code;
    }

    private int effect(ScenarioStep step, String path, String value) {
        Matcher mems = CPUSET_MEMS.matcher(path);
        if (mems.matches()) {
            Group group = machine.group(mems.group(1));
            return group == null ? NO_ENTRY : group.setCpusetMems(mask(value));
        }
        Matcher weight = WEIGHT.matcher(path);
        if (weight.matches()) {
            return weight(Integer.parseInt(weight.group(1)), value);
        }
        Matcher nodeReclaim = NODE_RECLAIM.matcher(path);
        if (nodeReclaim.matches()) {
            Matcher amount = RECLAIM.matcher(value.strip());
            return amount.matches() && machine.spec().kernel().atLeast(KernelVersion.V6_18)
                    ? machine.reclaimNode(Integer.parseInt(nodeReclaim.group(1)), bytes(amount.group(1)) / 4096,
                            swappiness(amount.group(2)))
                    : machine.spec().kernel().atLeast(KernelVersion.V6_18) ? INVALID : NO_ENTRY;
        }
        Matcher memory = MEMORY.matcher(path);
        if (memory.matches()) {
            Group group = machine.group(memory.group(1));
            return group == null ? NO_ENTRY : memory(group, memory.group(2), value.strip());
        }
        return switch (path) {
            case DEMOTION -> demotion(value.strip());
            case SCAN_SIZE -> value.strip().matches("[0-9]{1,6}")
                    ? machine.setBalancingScanMegabytes(Integer.parseInt(value.strip())) : INVALID;
            case GENERATIONS -> generations(value.strip());
            case AUTOMATIC_WEIGHTS -> value.strip().matches("[01]|true|false")
                    ? machine.setAutomaticWeights(value.strip().matches("1|true"))
                    : INVALID;
            case HUGE_PAGES -> choose(HugePages.values(), HugePages::kernelName, value, machine::setHugePages);
            case HUGE_PAGE_DEFRAG -> choose(
                    HugePageDefrag.values(), HugePageDefrag::kernelName, value, machine::setHugePageDefrag);
            default -> throw new UnsupportedStepException(step, "the simulator has no " + path);
        };
    }

    private static <T> int choose(T[] choices, Function<T, String> name, String value, Consumer<T> setter) {
        for (T choice : choices) {
            if (name.apply(choice).equals(value.strip())) {
                setter.accept(choice);
                return 0;
            }
        }
        return INVALID;
    }

    private int demotion(String value) {
        if (!value.matches("[01]|true|false")) {
            return INVALID;
        }
        machine.setDemotion(value.matches("1|true"));
        return 0;
    }

    private int memory(Group group, String file, String value) {
        if (file.equals("max") && value.equals("max")) {
            return group.setMemoryMax(Long.MAX_VALUE);
        }
        Matcher amount = RECLAIM.matcher(value);
        boolean ofItsOwn = amount.matches() && amount.group(2) != null;
        if (!amount.matches() || ofItsOwn && !(file.equals("reclaim") && mayChoose(amount.group(2)))) {
            return INVALID;
        }
        return file.equals("max")
                ? group.setMemoryMax(bytes(value))
                : group.reclaim(bytes(amount.group(1)), swappiness(amount.group(2)));
    }

    // Since 6.12 a reclaim may have a swappiness of its own, since 6.18 also the one for anonymous pages only.
    private boolean mayChoose(String swappiness) {
        return machine.spec().kernel().atLeast(swappiness.equals("max") ? KernelVersion.V6_18 : KernelVersion.V6_12);
    }

    private static int swappiness(String word) {
        if (word == null) {
            return Machine.SWAPPINESS_OF_MACHINE;
        }
        return word.equals("max") ? Machine.SWAPPINESS_MAX : Integer.parseInt(word);
    }

    // A number with an optional unit, a power of two.
    private static long bytes(String value) {
        int unit = "KMG".indexOf(value.toUpperCase(Locale.ROOT).charAt(value.length() - 1)) + 1;
        return Long.parseLong(unit == 0 ? value : value.substring(0, value.length() - 1)) << 10 * unit;
    }

    // A bit mask whose lowest bit counts, or the words for all and none.
    private int generations(String value) {
        if (!value.matches("[yYnN]|(0x)?[0-9a-fA-F]{1,4}")) {
            return INVALID;
        }
        boolean on = value.matches("[yY]")
                || !value.matches("[nN]") && (Integer.parseInt(value.replaceFirst("^0x", ""), 16) & 1) != 0;
        machine.setGenerations(on);
        return 0;
    }

    private NodeMask mask(String value) {
        return NodeMask.parse(value.strip(), machine.spec().memoryNodes());
    }

    private int weight(int nid, String value) {
        if (nid >= machine.spec().nodeCount()) {
            return NO_ENTRY;
        }
        return machine.setInterleaveWeight(nid, value.matches("[0-9]{1,3}") ? Integer.parseInt(value) : 0);
    }

    /** Makes a directory: only control groups can be made. @return 0 or a negative errno */
    int makeDirectory(ScenarioStep step, String path) {
        Matcher group = GROUP.matcher(path);
        if (!group.matches()) {
            throw new UnsupportedStepException(step, "the simulator makes only control groups, /cg/NAME");
        }
        if (machine.group(group.group(1)) != null) {
            return EXISTS;
        }
        machine.newGroup(group.group(1)).account();
        return 0;
    }

    /** Moves a task into a group. @param alive whether it still exists @return 0 or a negative errno */
    int join(Task task, boolean alive, String groupName) {
        Group group = machine.group(groupName);
        if (group == null || !alive) {
            return group == null ? NO_ENTRY : NO_PROCESS;
        }
        task.join(group);
        return 0;
    }

    private String numaStat(Group group) {
        StringBuilder line = new StringBuilder("total");
        for (int nid = 0; nid < machine.spec().nodeCount(); nid++) {
            line.append(" N").append(nid).append('=').append(group.chargedPages(nid) * 4096);
        }
        return line.append('\n').toString();
    }

    /** The content of a file that was written before, or that tells the state of the machine. */
    String show(ScenarioStep step, String path) {
        Matcher statistic = NUMA_STAT.matcher(path);
        if (statistic.matches() && machine.group(statistic.group(1)) != null) {
            return numaStat(machine.group(statistic.group(1)));
        }
        String content = written.containsKey(path) ? written.get(path) : new KernelTree(machine).content(path);
        if (content == null) {
            throw new UnsupportedStepException(step, "the simulator has no " + path
                    + ": expected a file that a step before has written, or one that numalab show lists");
        }
        return content;
    }
}
