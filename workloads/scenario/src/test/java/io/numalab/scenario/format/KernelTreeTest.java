package io.numalab.scenario.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.machine.Machine;
import io.numalab.machine.Mapping;
import io.numalab.machine.Task;
import io.numalab.machine.ZoneState;
import io.numalab.spi.PolicySpec;
import io.numalab.spi.ZoneType;
import io.numalab.stat.NodeGauge;
import io.numalab.stat.NumaEvent;
import io.numalab.stat.VmEvent;
import io.numalab.topology.KernelVersion;
import io.numalab.topology.MachineSpec;
import io.numalab.topology.NodeSpec;
import io.numalab.topology.ZoneSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelTreeTest {
    private static final String NODE = "/sys/devices/system/node/";

    private static Map<String, Long> counters(String text) {
        Map<String, Long> counters = new LinkedHashMap<>();
        text.lines().forEach(line -> {
            String[] words = line.split(" ");
            assertEquals(2, words.length, line);
            counters.put(words[0], Long.parseLong(words[1]));
        });
        return counters;
    }

    @ParameterizedTest
    @ValueSource(strings = {"6.1", "6.12", "6.18"})
    void shouldPrintTheCountersOfTheKernelInItsOrder(String kernel) {
        Machine machine = SmallRun.mixed(kernel);
        Map<String, Long> counters = counters(new KernelTree(machine).content("/proc/vmstat"));
        List<String> names = List.copyOf(counters.keySet());
        assertEquals("nr_free_pages", names.get(0));
        assertEquals(!kernel.equals("6.1"), names.contains("zone_reclaim_success"));
        assertEquals(kernel.equals("6.18"), names.contains("pgsteal_proactive"));
        assertTrue(names.indexOf("nr_zone_active_file") < names.indexOf("numa_hit")
                && names.indexOf("numa_other") < names.indexOf("nr_inactive_anon")
                && names.indexOf("nr_swapcached") < names.indexOf("pgpgin"));
    }

    @Test
    void shouldAddUpZonesToNodesAndNodesToTheMachine() {
        Machine machine = SmallRun.mixed("6.12");
        KernelTree tree = new KernelTree(machine);
        Map<String, Long> whole = counters(tree.content("/proc/vmstat"));
        Map<String, Long> sum = new LinkedHashMap<>();
        for (int nid = 0; nid < 3; nid++) {
            counters(tree.content(NODE + "node" + nid + "/vmstat"))
                    .forEach((name, value) -> sum.merge(name, value, Long::sum));
        }
        sum.forEach((name, value) -> assertEquals(value, whole.get(name), name));
        long free = machine.zones().stream().mapToLong(ZoneState::freePages).sum();
        assertEquals(free, whole.get("nr_free_pages"));
        assertEquals(whole.get("nr_active_anon"), whole.get("nr_zone_active_anon"));
        assertEquals(whole.get("numa_hit") + whole.get("numa_miss"),
                whole.get("numa_local") + whole.get("numa_other"));
    }

    @Test
    void shouldPrintEveryZoneOfEveryNodeAndTheNodesCountersOnce() {
        Machine machine = SmallRun.mixed("6.1");
        List<String> lines = new KernelTree(machine).content("/proc/zoneinfo").lines().toList();
        assertEquals(15, lines.stream().filter(line -> line.startsWith("Node ")).count());
        assertEquals(3, lines.stream().filter(line -> line.equals("  per-node stats")).count());
        assertEquals("Node 0, zone      DMA", lines.get(0));
        assertTrue(lines.contains("      nr_file_pages " + machine.gauge(0, NodeGauge.NR_FILE_PAGES)));
        assertTrue(lines.contains("      nr_mlock     0"), "names are padded to twelve");
        assertEquals("        protection: (0, 305, 305, 305, 305)",
                lines.stream().filter(line -> line.contains("protection")).findFirst().orElseThrow());
        ZoneState second = machine.zones().get(1);
        int at = lines.indexOf("Node 0, zone    DMA32");
        assertEquals(List.of("  pages free     " + second.freePages(), "        boost    0",
                "        min      " + second.minPages(), "        low      " + second.lowPages(),
                "        high     " + second.highPages(), "        spanned  78080", "        present  78080",
                "        managed  78080", "        cma      0"), lines.subList(at + 1, at + 10));
        long parked = lines.subList(at, lines.indexOf("Node 0, zone   Normal")).stream()
                .filter(line -> line.startsWith("              count: "))
                .mapToLong(line -> Long.parseLong(line.substring(21))).sum();
        assertEquals(second.perCpuPages(), parked);
    }

    /** Node 0 has zones of 8 MiB each; a task of node 1 fills the node it is bound to, and locks what it got last. */
    @Test
    void shouldCountPagesAndLocksInTheZoneTheyLieIn() {
        MachineSpec spec = MachineSpec.of(List.of(
                new NodeSpec(0, List.of(0), List.of(new ZoneSpec(ZoneType.DMA32, 4096, 2048),
                        new ZoneSpec(ZoneType.NORMAL, 1 << 20, 2048))),
                new NodeSpec(1, List.of(1), List.of(new ZoneSpec(ZoneType.NORMAL, 1 << 21, 2048)))),
                new int[][] {{10, 20}, {20, 10}}, KernelVersion.V6_1, 0, 30);
        Machine machine = Machine.builder(spec).build();
        Task task = machine.newTask("A", 1);
        task.setPolicy(PolicySpec.parse("membind:0"));
        Mapping heap = task.mapAnonymous("h", 2500 * 4096);
        task.startTouch(heap, 2500 * 4096, true, false);
        machine.run(task);
        Mapping locked = task.mapAnonymous("l", 100 * 4096);
        task.startMlock(locked);
        machine.run(task);
        machine.validate();
        Map<String, Map<String, Long>> zones = zoneCounters(machine);
        Map<String, Long> below = zones.get("Node 0, zone    DMA32");
        Map<String, Long> above = zones.get("Node 0, zone   Normal");
        assertTrue(above.get("numa_hit") > 500 && below.get("numa_hit") > 500, zones::toString);
        assertEquals(machine.event(VmEvent.PGALLOC_DMA32), below.get("numa_hit") + below.get("numa_miss"));
        assertEquals(below.get("numa_hit"), below.get("numa_other"));
        assertEquals(100, below.get("nr_mlock"));
        assertEquals(100, below.get("nr_zone_unevictable"));
        assertEquals(0, above.get("nr_mlock"));
        for (NumaEvent event : NumaEvent.values()) {
            String name = MachineCounters.vmstatName(event);
            assertEquals(machine.numastat(0, event), above.get(name) + below.get(name), name);
        }
        assertEquals(100, machine.gauge(0, NodeGauge.NR_MLOCK));
    }

    /** The counters behind each line that names a zone. */
    private static Map<String, Map<String, Long>> zoneCounters(Machine machine) {
        Map<String, Map<String, Long>> zones = new LinkedHashMap<>();
        Map<String, Long> counters = new LinkedHashMap<>();
        for (String line : new KernelTree(machine).content("/proc/zoneinfo").lines().toList()) {
            if (line.startsWith("Node ")) {
                counters = new LinkedHashMap<>();
                zones.put(line, counters);
            } else if (line.startsWith("      n")) {
                String[] words = line.strip().split(" +");
                counters.put(words[0], Long.parseLong(words[1]));
            }
        }
        return zones;
    }

    @Test
    void shouldPrintTheMemoryOfANode() {
        Machine machine = SmallRun.mixed("6.1");
        List<String> lines = new KernelTree(machine).content(NODE + "node2/meminfo").lines().toList();
        assertEquals("Node 2 MemTotal:         262144 kB", lines.get(0));
        assertEquals("Node 2 MemFree:          262144 kB", lines.get(1));
        assertEquals("Node 2 Active(anon):          0 kB", lines.get(6));
        assertEquals("Node 2 HugePages_Surp:      0", lines.get(lines.size() - 1));
        assertEquals(36, lines.size());
    }

    @Test
    void shouldDescribeNodesAndCpus() {
        KernelTree tree = new KernelTree(SmallRun.mixed("6.1"));
        assertEquals("0-2\n", tree.content(NODE + "online"));
        assertEquals("0-1\n", tree.content(NODE + "has_cpu"));
        assertEquals("2-3\n", tree.content(NODE + "node1/cpulist"));
        assertEquals("0000000c\n", tree.content(NODE + "node1/cpumap"));
        assertEquals("\n", tree.content(NODE + "node2/cpulist"));
        assertEquals("20 20 10\n", tree.content(NODE + "node2/distance"));
        assertEquals("0-3\n", tree.content("/sys/devices/system/cpu/online"));
    }

    @Test
    void shouldKnowLivingTasksByProcessIdAndByName() {
        KernelTree tree = new KernelTree(SmallRun.mixed("6.1"));
        assertEquals("task-A\n", tree.content("/proc/101/comm"));
        assertEquals(tree.content("/proc/101/numa_maps"), tree.content("/proc/A/numa_maps"));
        assertNull(tree.content("/proc/gone/numa_maps"));
        assertNull(tree.content("/proc/nobody/numa_maps"));
        assertNull(tree.content("/proc/kcore"));
        tree.paths().forEach(path -> assertTrue(tree.content(path).endsWith("\n") || path.endsWith("numa_maps"), path));
    }
}
