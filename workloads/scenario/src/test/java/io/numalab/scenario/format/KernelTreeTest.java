package io.numalab.scenario.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.machine.Machine;
import io.numalab.machine.ZoneState;
import io.numalab.stat.NodeGauge;
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
