package io.numalab.scenario.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.scenario.language.ScenarioException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The oddities of the formats, each on a small text of the project's own. */
class TopologyReaderTest {
    static final String NUMACTL = "available: 2 nodes (0-1)\nnode 0 cpus: 0 2\nnode 0 size: 1000 MB\n"
            + "node 0 free: 3 MB\nnode 1 cpus: 1 3\nnode 1 size: 2000 MB\nnode 1 free: 4 MB\nnode distances:\n"
            + "node   0   1 \n  0:  10  21 \n  1:  22  10 \n";
    static final String SYSFS = "==> sys/devices/system/node/online <==\n0,7\n"
            + "==> sys/devices/system/node/node0/cpumap <==\n0000000f\n"
            + "\0==> sys/devices/system/node/node0/distance <==\n10 40\n==> sys/devices/system/node/node0/meminfo <==\n"
            + "Node 0 MemTotal:   1024000 kB\nNode 0 MemFree: 1 kB\n"
            + "==> sys/devices/system/node/node7/cpulist <==\n\n"
            + "==> sys/devices/system/node/node7/distance <==\n40 10\n"
            + "==> sys/devices/system/node/node7/meminfo <==\nNode 7 MemTotal: 4096 kB\n"
            + "==> sys/devices/system/node/node7/access0/initiators/read_latency <==\n310\n"
            + "==> sys/devices/system/node/node7/access0/initiators/read_bandwidth <==\n17000\n"
            + "==> sys/devices/system/node/node0/access0/initiators/read_latency <==\n0\n";
    static final String ZONEINFO = "Node 0, zone      DMA\n  pages free     10\n        boost    0\n"
            + "        min      1\n"
            + "        low      2\n        high     3\n        present  4000\n        managed  3840\n"
            + "        protection: (0, 7, 8, 8)\n  pagesets\n    cpu: 0\n              count: 9\n"
            + "              high:  378\n    cpu: 1\n  start_pfn:           1\nNode 0, zone   Normal\n"
            + "  pages free 5\n boost 100\n min 120\n low 130\n high 140\n managed 9000\n protection: (0, 0, 0, 5)\n"
            + "  start_pfn: 1048576\nNode 0, zone  Movable\n pages free 0\n min 0\n low 0\n high 0\n managed 0\n"
            + "Node 0, zone   Device\n pages free 0\n min 0\n low 0\n high 0\n managed 0\n";
    static final String LSTOPO = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            + "<!DOCTYPE topology SYSTEM \"hwloc2.dtd\">\n<topology version=\"2.0\">\n"
            + "<object type=\"Machine\" gp_index=\"1\" cpuset=\"0x0000000f\">\n"
            + "<object type=\"NUMANode\" os_index=\"9\" cpuset=\"0x0000000f\" gp_index=\"13\""
            + " local_memory=\"4294967296\"><page_type size=\"4096\" count=\"1\"/><page_type size=\"2097152\"/>"
            + "</object>\n"
            + "<object type=\"NUMANode\" os_index=\"0\" cpuset=\"0x3\" gp_index=\"11\" local_memory=\"1073741824\"/>\n"
            + "<object type=\"NUMANode\" os_index=\"1\" cpuset=\"0xc\" gp_index=\"12\"/>\n"
            + "<object type=\"PU\" os_index=\"2\" cpuset=\"0x4\" gp_index=\"5\"/>\n</object>\n"
            + "<distances2 type=\"NUMANode\" nbobjs=\"3\" kind=\"5\" name=\"NUMALatency\" indexing=\"os\">\n"
            + "<indexes length=\"6\">0 1 9 </indexes>\n<u64values length=\"9\">10 12 50 12 </u64values>\n"
            + "<u64values length=\"9\">10 60 255 255 10</u64values>\n</distances2>\n"
            + "<memattr name=\"Latency\" flags=\"6\">\n<memattr_value target_obj_type=\"NUMANode\""
            + " target_obj_gp_index=\"13\" value=\"300\" initiator_cpuset=\"0x3\"/>\n"
            + "<memattr_value target_obj_type=\"NUMANode\" target_obj_gp_index=\"11\" value=\"120\""
            + " initiator_obj_gp_index=\"5\" initiator_obj_type=\"PU\"/>\n</memattr>\n"
            + "<memattr name=\"Bandwidth\" flags=\"5\"><memattr_value target_obj_gp_index=\"11\" value=\"1000\""
            + " initiator_cpuset=\"0x1\"/></memattr>\n</topology>\n";
    static final String MLC = "Intel(R) Memory Latency Checker - v3.11\nMeasuring idle latencies (in ns)...\n"
            + "\t\tNuma node\nNuma node\t     0\t     1\t     2\t\n       0\t  90.5\t 140.0\t 300.1\t\n"
            + "       1\t 141.0\t  91.0\t -\t\n\nMeasuring Memory Bandwidths between nodes within system \n"
            + "Bandwidths are in MB/sec\nUsing Read-only traffic type\n\t\tNuma node\nNuma node 0 1 2\n"
            + "0 100000.0 30000.0 9000.0\n1 30001.0 100001.0 9001.0\n\nMeasuring Loaded Latencies for the system\n"
            + "Inject\tLatency\tBandwidth\nDelay\t(ns)\tMB/sec\n====\n 00000\t155.60\t 226127.7\n"
            + "\t\tWriter Numa Node     0       1\n 0 1 2\n";
    static final String SCENARIO = "# mine\n@title x\n@node 1G cpus=0-1\n@node 512M nid=3\n@distance 10 20 / 30 10\n"
            + "sim cost ACCESS.0.3 250\nsim cost BANDWIDTH.3 17000\ntask A\n";

    static List<String> texts() {
        return List.of(NUMACTL, SYSFS, ZONEINFO, LSTOPO, MLC, SCENARIO);
    }

    private static String lines(String text) {
        return String.join("\n", TopologyReader.parse("f", text).complete().scenarioLines());
    }

    private static String complaint(String text) {
        String message = assertThrows(ScenarioException.class, () -> TopologyReader.parse("f", text).complete())
                .getMessage();
        assertFalse(message.contains("\n"), message);
        return message;
    }

    @Test
    void shouldReadNumactl() {
        String expected = "@node 1000M cpus=0,2\n@node 2000M cpus=1,3\n@distance 10 21 / 22 10";
        assertEquals(expected, lines(NUMACTL));
        assertEquals(expected, lines("> > " + NUMACTL.replace("\n", "\n> > ")));
        assertEquals(expected, lines("$ numactl -H\n\n" + NUMACTL.replace("\n", "\r\n") + "\nkind regards\n"));
        assertEquals(expected, lines(NUMACTL.replace("cpus: 0 2", "cpus: 0, 2 (2)").replace("1 3", "1,3 (2)")));
        assertEquals(expected, lines(NUMACTL.replace("cpus: 0 2", "cpus: 0\n2").replace("22  10", "22\n  10")));
        assertEquals("@node 1000M cpus=0-5,8-9\n@distance 10",
                lines("node 0 cpus: 0-5, 8-9 (8)\nnode 0 size: 1000 MB\n"));
    }

    @Test
    void shouldReadNodesWithoutCpusOrMemoryAndWithGaps() {
        Topology topology = TopologyReader.parse("f", "available: 3 nodes (0,8,250)\nnode 0 cpus: 0\n"
                + "node 0 size: 0 MB\nnode 8 cpus: 1\nnode 8 size: 10 MB\nnode 250 cpus:\nnode 250 size: 20 MB\n"
                + "node distances:\nnode 0 8 250\n0: 10 40 0\n8: 40 10 0\n250: 0 0 10\n");
        assertTrue(topology.nodes().get(2).cpus().orElseThrow().isEmpty());
        assertEquals("f: expected the distance from node 0 to node 250, which numactl --hardware does not state here:"
                + " add another source, such as numactl --hardware or sysfs",
                assertThrows(TopologyException.class, topology::complete).getMessage());
        Topology without = TopologyReader.parse("f", "node 0 cpus: 0\nnode 0 size: 5 MB\nnode 1 cpus:\n"
                + "node 1 size: 5 MB\n").complete();
        assertEquals(List.of("no distances are stated: 10 and 20, as the kernel assumes"), without.notes());
        assertEquals(20, without.distances().get(1, 0));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "node 0 cpus: 0 x          | f:1:16: expected CPUs from 0 to 8191 such as 0-3,8, got x",
        "node 0 cpus: 0-9999       | f:1:14: expected CPUs from 0 to 8191 such as 0-3,8, got 0-9999",
        "node 0 cpus: 3-1          | f:1:14: expected CPUs from 0 to 8191 such as 0-3,8, got 3-1",
        "node 0 cpus: 0-3 (5)      | f:1:18: expected (4), the number of CPUs before it, got (5)",
        "node 1024 cpus: 0         | f:1:6: expected a node from 0 to 1023, got 1024",
        "node 0 size: 5 bananas    | f:1:16: expected MB, got bananas",
        "node 0 size:              | f:1:1: expected a size such as \"node 0 size: 1000 MB\", got node 0 size:",
        "node 0 size: <not available> | f: expected the size of node 0, which numactl --hardware does not state here:"
                + " add another source, such as numactl --hardware or sysfs",
        "available: 3 nodes (0-1)  | f:1:21: expected a list of 3 nodes, got 0-1",
        "available: 2 nodes (0-1)  | f:1: expected node 0, which is available, got the end of the text"})
    void shouldNameLineAndColumn(String text, String message) {
        assertEquals(message, complaint(text));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "10 21 | 22 10 30 | f:4:10: expected 2 distances of node 1, got 30",
        "10 9  | 22 10    | f:3:7: expected the distance from node 0 to node 1 from 10 to 255, got 9",
        "10 256 | 22 10   | f:3:7: expected the distance from node 0 to node 1 from 10 to 255, got 256",
        "11 21 | 22 10    | f:3:4: expected as the distance of node 0 to itself a number from 10 to 10, got 11",
        "10    | 22 10    | f:4:1: expected 2 distances of node 0, of which 1 are here, before, got 1",
        "10 21 | 22       | f:4: expected 2 distances of node 1, got the end of the text"})
    void shouldCheckDistances(String first, String second, String message) {
        assertEquals(message, complaint("node distances:\nnode 0 1\n0: " + first.strip() + "\n1: " + second.strip()));
    }

    @Test
    void shouldRefuseWhatNoMachineIs() {
        assertTrue(complaint("").startsWith("f: expected numactl --hardware, sysfs blocks"));
        assertTrue(complaint("hello\nworld\n").endsWith("got something else"));
        assertTrue(complaint("No NUMA support available on this system.\n").startsWith("f:1:1: expected a line such"));
        assertTrue(complaint(NUMACTL.replace("cpus: 1 3", "cpus: 1 2")).startsWith("f: "));
        assertTrue(complaint("node 0 cpus:\nnode 0 size: 5 MB\n").endsWith("expected at least one that has"));
        assertTrue(complaint("node 0 cpus: 0\nnode 0 size: 9000000 MB\n").contains("expected 4096 to 87960"));
        assertTrue(complaint("node 0 cpus: 0\nnode 0 size: 5 MB\n" + "x".repeat(TopologyText.LINE_MAX + 1))
                .startsWith("f:3:65537: expected a line of at most 65536 characters"));
    }

    @Test
    void shouldReadSysfs() {
        Topology topology = TopologyReader.parse("f", SYSFS);
        assertEquals("@node 1000M cpus=0-3\n@node 4M nid=7\n@distance 10 40 / 40 10\n"
                + "sim cost ACCESS.0.7 310\nsim cost BANDWIDTH.7 17000\nsim cost BANDWIDTH.0.7 17000",
                String.join("\n", topology.complete().scenarioLines()));
        assertEquals("f:2:1: expected nodes that are described: 0,7, got 0,7-8",
                complaint(SYSFS.replace("0,7\n", "0,7-8\n")));
        assertEquals("f:6:1: expected 2 distances of node 0, one to each node, got 10 40 40",
                complaint(SYSFS.replace("10 40\n", "10 40 40\n")));
        assertEquals("f:4:1: expected a mask such as 0000ffff,00000000 with bits up to 8191, got 0000000g",
                complaint(SYSFS.replace("0000000f", "0000000g")));
        assertTrue(complaint(SYSFS.replace("MemTotal", "MemTotl")).contains("the size of node 0"));
    }

    @Test
    void shouldReadAFolderOfSysfs(@TempDir Path folder) throws IOException {
        Path node = folder.resolve("sys/devices/system/node");
        write(node.resolve("node0/cpulist"), "0-1\n");
        write(node.resolve("node0/distance"), "10 17\n");
        write(node.resolve("node0/meminfo"), "Node 0 MemTotal: 2048 kB\n");
        write(node.resolve("node4/cpulist"), "\n");
        write(node.resolve("node4/distance"), "17 10\n");
        write(node.resolve("node4/meminfo"), "Node 4 MemTotal: 1024 kB\n");
        write(node.resolve("node4/access0/initiators/read_latency"), "999\n");
        write(node.resolve("node4/access1/initiators/read_latency"), "260\n");
        Files.createDirectories(node.resolve("node4/access1/initiators/node0"));
        String expected = "@node 2M cpus=0-1\n@node 1M nid=4\n@distance 10 17 / 17 10\nsim cost ACCESS.0.4 260";
        for (Path place : List.of(folder, node, folder.resolve("sys"))) {
            assertEquals(expected,
                    String.join("\n", TopologyReader.read(place.toString()).complete().scenarioLines()));
        }
        write(folder.resolve("proc/zoneinfo"), ZONEINFO.replace("Node 0, zone  Movable", "Node 4, zone  Movable")
                .replace("high 0\n managed 0\nNode 0, zone   D", "high 0\n managed 256\nNode 0, zone   D"));
        assertEquals(3, TopologyReader.read(folder.toString()).complete().zones().size());
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertEquals(empty + ": expected a folder like /sys/devices/system/node, or one that holds it, got no node0 and"
                + " the like", assertThrows(TopologyException.class,
                        () -> TopologyReader.read(empty.toString())).getMessage());
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void shouldReadZoneinfo() {
        Topology topology = TopologyReader.parse("f", ZONEINFO).complete();
        assertEquals("@node 51360K cpus=0-1\n@distance 10\n"
                + "sim zone 0 DMA start=1 managed=3840 min=1 low=2 high=3 protection=0,0,7,8\n"
                + "sim zone 0 Normal start=1048576 managed=9000 min=20 low=30 high=40 protection=0,0,0,0",
                String.join("\n", topology.scenarioLines()));
        assertEquals(1, topology.notes().size());
        assertEquals("f:1:1: expected a zone with its mark low, got Node 0, zone      DMA",
                complaint(ZONEINFO.replaceFirst("low ", "lou ")));
        assertTrue(complaint(ZONEINFO.replaceFirst("high     3", "high     1")).startsWith("f:1:1: expected a zone with"
                + " 0 <= min <= low <= high"));
        assertTrue(complaint(ZONEINFO.replaceFirst("DMA", "HighMem")).contains("Movable or Device, got Node 0"));
    }

    @Test
    void shouldReadDistancesOfHwlocOne() {
        String node = "<object type=\"NUMANode\" os_index=\"%d\" cpuset=\"0x%d\" local_memory=\"1073741824\"/>";
        String text = "<topology><object type=\"Machine\" os_index=\"0\" cpuset=\"0x3\">"
                + "<distances nbobjs=\"2\" relative_depth=\"1\" latency_base=\"10.000000\">"
                + "<latency value=\"1.000000\"/><latency value=\"2.100000\"/>"
                + "<latency value=\"2.200000\"/><latency value=\"1.000000\"/></distances>"
                + node.formatted(4, 1) + node.formatted(2, 2) + "</object></topology>";
        assertEquals("@node 1G cpus=1 nid=2\n@node 1G cpus=0 nid=4\n@distance 10 22 / 21 10", lines(text));
        assertTrue(complaint(text.replaceFirst("<latency value=\"2.1.....\"/>", ""))
                .contains("expected the number of objects between which 3 latencies are, got 2"));
        assertEquals("@node 1G cpus=1 nid=2\n@node 1G cpus=0 nid=4\n@distance 10 20 / 20 10",
                lines(text.replace("nbobjs=\"2\"", "nbobjs=\"8\"")), "those of other objects do not matter");
    }

    /** Node 0 of 1 GiB in 16384 pages of 64 KiB: what it says of sizes is known from numactl only. */
    @Test
    void shouldSeeLargePagesBesideAnotherSource() {
        Topology zones = TopologyReader.parse("z", "Node 0, zone   Normal\n  pages free     9\n        min      10\n"
                + "        low      20\n        high     30\n        managed  16000\n        protection: (0, 0)\n"
                + "  start_pfn:           32\n");
        Topology sizes = TopologyReader.parse("n", "node 0 cpus: 0\nnode 0 size: 1024 MB\n");
        for (Topology both : List.of(sizes.merge(zones), zones.merge(sizes))) {
            assertEquals("sim zone 0 Normal start=512 managed=256000 min=160 low=320 high=480 protection=0,0",
                    both.zones().get(0).text());
            assertTrue(both.notes().get(0).contains("counted in pages of 64 KiB"), both.notes().toString());
        }
        assertEquals(1000L << 20, sizes.merge(zones).nodes().get(0).bytes().getAsLong());
        Topology small = sizes.merge(TopologyReader.parse("z", ZONEINFO));
        assertTrue(small.notes().stream().noneMatch(note -> note.contains("KiB")), small.notes().toString());
    }

    @Test
    void shouldReadLstopo() {
        assertEquals("@node 1G cpus=0-1\n@node 0 cpus=2-3\n@node 4G nid=9\n@distance 10 12 50 / 12 10 60 / 255 255 10\n"
                + "sim cost ACCESS.0.9 300\nsim cost ACCESS.1.0 120\nsim cost BANDWIDTH.0 1048.576", lines(LSTOPO));
        assertTrue(complaint(LSTOPO.replace("</topology>", "")).startsWith("f:"));
        assertTrue(complaint(LSTOPO.replace("10 60", "10 60 60"))
                .endsWith("expected 9 distances between 3 nodes, got 10 values"));
        assertTrue(complaint("<?xml version=\"1.0\"?><other/>").contains("a topology element of hwloc, got other"));
        assertTrue(complaint("<?xml version=\"1.0\"?><topology/>").contains("an object of type NUMANode, got none"));
        assertTrue(complaint("<topology>" + "<object>".repeat(65)).contains("at most 64 nested elements"));
        for (int count : new int[] {101, 300, 5000}) {
            StringBuilder many = new StringBuilder("<topology><object");
            for (int i = 0; i < count; i++) {
                many.append(" a").append(i).append("=\"\"");
            }
            assertTrue(complaint(many + "/></topology>").contains("at most 100 attributes"), count + " attributes");
        }
    }

    /** No file, no network, no growth, whatever a DTD says. */
    @Test
    void shouldNotFollowEntities(@TempDir Path folder) throws IOException {
        Path secret = folder.resolve("secret");
        Files.writeString(secret, "10 20");
        String external = "<!DOCTYPE topology [<!ENTITY e SYSTEM \"" + secret.toUri() + "\">]>\n";
        String billion = "<!DOCTYPE topology [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY e \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>\n";
        for (String dtd : List.of(external, billion)) {
            assertTrue(complaint(dtd + "<topology><object type=\"NUMANode\" os_index=\"0\"/><distances2>&e;"
                    + "</distances2></topology>").startsWith("f:"));
            assertTrue(complaint(dtd + "<topology><object type=\"&e;\"/></topology>").startsWith("f:"));
        }
    }

    @Test
    void shouldReadMlc() {
        Topology topology = TopologyReader.parse("f", MLC);
        assertEquals(300.1, topology.latencyNanos().get(0, 2));
        assertFalse(topology.latencyNanos().has(1, 2));
        assertFalse(topology.latencyNanos().has(2, 2));
        assertEquals(9001, topology.bandwidthMegabytes().get(1, 2));
        assertTrue(topology.nodes().get(2).cpus().orElseThrow().isEmpty());
        assertTrue(topology.nodes().get(1).cpus().isEmpty());
        assertEquals("f:5:8: expected 3 values for node 0, got 0?  90.5? 140.0",
                complaint(MLC.replace("\t 300.1\t", "")));
        assertEquals("f:5:12: expected a value such as 107.5, got 9.0.5", complaint(MLC.replace("90.5", "9.0.5")));
    }

    @Test
    void shouldReadTheHeaderOfAScenario() {
        Topology topology = TopologyReader.parse("f", SCENARIO);
        assertEquals("@node 1G cpus=0-1\n@node 512M nid=3\n@distance 10 20 / 30 10\nsim cost ACCESS.0.3 250\n"
                + "sim cost BANDWIDTH.3 17000", String.join("\n", topology.complete().scenarioLines()));
        assertEquals("f:3:7: expected a size from 0 to 64T such as 490M or 1.5G (memory of the node), got 1Q",
                complaint(SCENARIO.replace("1G", "1Q")));
    }

    @Test
    void shouldReadShortTextsAndPresets() throws IOException {
        assertEquals("@node 64G cpus=0-7\n@node 0 cpus=8\n@node 128G\n@distance 10 20 20 / 20 10 20 / 20 20 10",
                String.join("\n", TopologyReader.read("1x64G/8+1x0G+1x128G/0").complete().scenarioLines()));
        assertEquals("machine: expected a file or a folder, a text such as 2x125GiB, or one of cxl-expander, epyc-8n,"
                + " kunpeng-920, power9-gpu, xeon-2s, xeon-snc4, got nowhere", assertThrows(TopologyException.class,
                        () -> TopologyReader.read("nowhere")).getMessage());
        assertTrue(assertThrows(TopologyException.class, () -> TopologyReader.read("2xQ")).getMessage()
                .startsWith("2xQ: machine \"2xQ\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cxl-expander", "epyc-8n", "kunpeng-920", "power9-gpu", "xeon-2s", "xeon-snc4"})
    void shouldHavePresetsWithSources(String name) {
        assertTrue(MachinePresets.names().contains(name));
        assertFalse(MachinePresets.sources(name).isEmpty());
        assertFalse(MachinePresets.scenario(name).header().title().isEmpty());
        Topology topology = MachinePresets.load(name).complete();
        assertEquals(topology.scenarioLines(), TopologyReader.parse("x", MachinePresets.text(name)).scenarioLines());
        assertEquals(List.of(), topology.notes());
    }

    @Test
    void shouldReadThousandNodesAndNoMore() throws IOException {
        Topology topology = TopologyReader.read("1024x4K/1").complete();
        assertEquals(1024, topology.nodes().size());
        assertEquals(topology.scenarioLines(),
                TopologyReader.parse("x", String.join("\n", topology.scenarioLines())).scenarioLines());
        assertTrue(assertThrows(TopologyException.class, () -> TopologyReader.read("1025x4K")).getMessage()
                .endsWith("node 1024: expected 0 to 1023"));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void shouldMergeWithItself(String text) {
        Topology once = TopologyReader.parse("f", text);
        Topology twice = once.merge(once);
        assertEquals(once.nodes(), twice.nodes());
        assertEquals(once.scenarioLines(), twice.scenarioLines());
    }
}
