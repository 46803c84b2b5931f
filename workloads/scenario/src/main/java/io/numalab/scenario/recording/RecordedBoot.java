package io.numalab.scenario.recording;

import io.numalab.scenario.language.NumberList;
import io.numalab.scenario.language.Scenario;
import io.numalab.scenario.language.ScenarioStep;
import io.numalab.scenario.language.Step;
import io.numalab.topology.BootState;
import io.numalab.topology.KernelVersion;
import io.numalab.topology.MachineSpec;
import io.numalab.topology.NodeSpec;
import io.numalab.topology.ZoneSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a machine looked like when it had booted.
 *
 * @param file where it was read, for error messages
 * @param state pages and marks of every zone, gauges of every node
 * @param commandLine of the kernel
 * @param sysfs values by path
 */
public record RecordedBoot(String file, BootState state, String commandLine, SortedMap<String, String> sysfs) {
    private static final int RECLAIM_DISTANCE = 30;
    private static final String NODE_PATH = "/sys/devices/system/node/node";
    private static final Pattern TIER =
            Pattern.compile(".*/memory_tiering/memory_tier([0-9]{1,6})/nodelist");
    private static final String LRU_GEN = "/sys/kernel/mm/lru_gen/enabled";

    /** Copies the map. */
    public RecordedBoot {
        sysfs = Collections.unmodifiableSortedMap(new TreeMap<>(sysfs));
    }

    /** The number of nodes. */
    public int nodeCount() {
        return state.nodes().size();
    }

    /**
     * The machine: zones, CPUs and distances from the boot state, kernel version and swap from the scenario. The
     * numbers of the first pages are invented, one zone after the other.
     *
     * @throws RecordingException if the scenario asks for another number of nodes or sysfs does not describe them
     */
    public MachineSpec machineSpec(Scenario scenario) {
        if (scenario.header().nodes().size() != nodeCount()) {
            throw new RecordingException(file, "expected the boot state of a machine with "
                    + scenario.header().nodes().size() + " nodes as " + scenario.file() + " says, got " + nodeCount());
        }
        List<NodeSpec> nodes = new ArrayList<>();
        long startPfn = 1;
        for (int nid = 0; nid < nodeCount(); nid++) {
            List<ZoneSpec> zones = new ArrayList<>();
            for (BootState.ZoneBoot zone : state.zones()) {
                if (zone.nid() == nid) {
                    zones.add(new ZoneSpec(zone.type(), startPfn, zone.managedPages()));
                    startPfn += zone.presentPages();
                }
            }
            nodes.add(new NodeSpec(nid, cpus(nid), zones));
        }
        return MachineSpec.of(nodes, distances(), KernelVersion.of(scenario.header().kernel()),
                scenario.header().swapBytes(), RECLAIM_DISTANCE);
    }

    /** The memory tier of every node; the kernel's number, lower is faster. One tier if the kernel shows none. */
    public int[] tiers() {
        int[] tiers = new int[nodeCount()];
        sysfs.forEach((path, nodes) -> {
            Matcher tier = TIER.matcher(path);
            if (tier.matches() && !nodes.isBlank()) {
                for (int nid : NumberList.parse(nodes.strip())) {
                    tiers[nid] = Integer.parseInt(tier.group(1));
                }
            }
        });
        return tiers;
    }

    /** Whether the kernel kept pages in generations after boot (MGLRU). */
    public boolean generations() {
        return !sysfs.getOrDefault(LRU_GEN, "0x0000").matches("0x0+");
    }

    private List<Integer> cpus(int nid) {
        String list = required(nid, "cpulist");
        return list.isEmpty() ? List.of() : parsed(nid, "cpulist", list);
    }

    private int[][] distances() {
        int[][] distances = new int[nodeCount()][];
        for (int nid = 0; nid < nodeCount(); nid++) {
            String[] words = required(nid, "distance").split("\\s+");
            distances[nid] = new int[words.length];
            for (int to = 0; to < words.length; to++) {
                distances[nid][to] = parsed(nid, "distance", words[to]).get(0);
            }
            if (words.length != nodeCount()) {
                throw new RecordingException(file, "expected " + nodeCount() + " distances of node " + nid + ", got "
                        + words.length);
            }
        }
        return distances;
    }

    private List<Integer> parsed(int nid, String what, String text) {
        try {
            return NumberList.parse(text);
        } catch (IllegalArgumentException malformed) {
            throw new RecordingException(file, NODE_PATH + nid + "/" + what + ": " + malformed.getMessage());
        }
    }

    private String required(int nid, String what) {
        String value = sysfs.get(NODE_PATH + nid + "/" + what);
        if (value == null) {
            throw new RecordingException(file, "expected environment.sysfs with " + NODE_PATH + nid + "/" + what);
        }
        return value.strip();
    }
}
