package io.numalab.scenario.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.scenario.SampleFolder;
import io.numalab.scenario.language.NumberList;
import io.numalab.scenario.language.Scenario;
import io.numalab.scenario.play.ScenarioMachine;
import io.numalab.topology.MachineSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every sample that states a topology, against figures that another program took from the files. */
class SampleTopologiesTest {
    private static final List<String> FOLDERS =
            List.of("numactl", "sysfs", "lstopo", "zoneinfo", "qemu-3n-linux-6.1", "mlc");
    /** Files of these folders that state no machine; the tests below say what becomes of each. */
    private static final Set<String> OTHERS = Set.of("numactl/gh200x4-36n-distances-excerpt.txt",
            "zoneinfo/buddyinfo-arm64-64k-4n.txt", "zoneinfo/zoneinfo-normal-zone-excerpt.txt",
            "qemu-3n-linux-6.1/buddyinfo.txt", "qemu-3n-linux-6.1/ftrace-mm_page_alloc.txt",
            "qemu-3n-linux-6.1/numa_maps-by-policy.txt", "qemu-3n-linux-6.1/numastat-after.txt",
            "qemu-3n-linux-6.1/zonelist-dmesg.txt");
    private static final Set<String> READ = new TreeSet<>();
    private static int skipped;

    private static Path sample(String name) {
        READ.add(name);
        Path file = SampleFolder.file(name);
        skipped += file == null ? 1 : 0;
        Assumptions.assumeTrue(file != null, () -> "no " + name);
        return file;
    }

    /** Which files were there, and that no file of the folders was forgotten. */
    @AfterAll
    static void shouldReadEverySample() {
        System.out.println("samples of topologies: " + (READ.size() - skipped) + " read, " + skipped + " skipped");
        List<String> forgotten = SampleFolder.files().stream()
                .map(file -> SampleFolder.path().relativize(file).toString().replace('\\', '/'))
                .filter(name -> FOLDERS.contains(name.split("/")[0]) && !READ.contains(name)).toList();
        assertEquals(List.of(), forgotten);
    }

    private static String nids(Topology topology, Predicate<TopologyNode> which) {
        return NumberList.format(topology.nodes().stream().filter(which).map(TopologyNode::nid).toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', emptyValue = "", value = {
        "numactl/epyc7401-8n-memory-on-2.txt         | 0-7 | ''  | 0,2-4,6-7 | 63798 | '' | '' | 0",
        "numactl/epyc9135-2s2n-cpu-compress.txt      | 0-1 | ''  | '' | 1160593 | 10 32 | 32 10 | 84",
        "numactl/epyc9224-2s4n-cxl.txt               | 0-4 | 4   | '' | 902812 | 10 12 32 32 50"
                + " | 255 255 255 255 10 | 1594",
        "numactl/epyc9375f-2s2n.txt                  | 0-1 | ''  | '' | 1547299 | 10 32 | 32 10 | 84",
        "numactl/opteron6272-4n.txt                  | 0-3 | ''  | '' | 131053 | 10 16 16 16 | 16 16 16 10 | 232",
        "numactl/threadripper3960x-nps4-memoryless.txt | 0-3 | '' | 0,3 | 128779 | 10 12 12 12 | 12 12 12 10 | 184",
        "numactl/x86-4n-80cpu.txt                    | 0-3 | ''  | '' | 1032072 | 10 20 20 20 | 20 20 20 10 | 280",
        "numactl/x86-8n-160cpu-3hop.txt              | 0-7 | ''  | '' | 1013905 | 10 12 17 17 19 19 19 19"
                + " | 19 19 19 19 17 17 12 10 | 1056",
        "numactl/xeon-1s-2pmem-3n-alibaba.txt        | 0-2 | 1-2 | '' | 316128 | 10 20 20 | 20 20 10 | 150",
        "numactl/xeon-2s2n-aws-c5n18xlarge.txt       | 0-1 | ''  | '' | 189300 | 10 21 | 21 10 | 62",
        "numactl/xeon-spr-2s8n-snc4-leonardo.txt     | 0-7 | ''  | '' | 515074 | 10 12 12 12 21 21 21 21"
                + " | 21 21 21 21 12 12 12 10 | 1040",
        "qemu-3n-linux-6.1/numactl-hardware.txt      | 0-2 | 2   | '' | 972 | 10 21 17 | 17 28 10 | 162",
        "sysfs/kunpeng920-2s4n.txt                   | 0-3 | ''  | '' | 514678 | 10 16 32 33 | 33 32 16 10 | 348",
        "sysfs/opteron-es-8n-sparse.txt | 0-2,33-34,45,72-73 | '' | '' | 98301 | 10 16 16 22 16 22 16 22"
                + " | 22 16 16 22 22 16 16 10 | 1096",
        "sysfs/opteron6276-4s8n.txt                  | 0-7 | ''  | '' | 122856 | 10 16 16 22 16 22 16 22"
                + " | 22 16 16 22 22 16 16 10 | 1096",
        "sysfs/power7-8n-sparse.txt | 0-1,4-5,8-9,12-13 | '' | '' | 504320 | 10 20 40 40 40 40 40 40"
                + " | 40 40 40 40 40 40 20 10 | 2160",
        "sysfs/power9-v100-cpuless-nodes.txt | 0,8,250-255 | 250-255 | '' | 349768 | 10 40 80 80 80 80 80 80"
                + " | 80 80 80 80 80 80 80 10 | 4480",
        "sysfs/xeon6230-snc2-pmem-memorymode.txt     | 0-3 | ''  | '' | 1522444 | 10 21 11 21 | 21 11 21 10 | 252",
        "lstopo/kunpeng920-2s4n.xml                  | 0-3 | ''  | '' | 514678 | 10 16 32 33 | 33 32 16 10 | 348",
        "lstopo/opteron6276-4s8n.xml                 | 0-7 | ''  | '' | 122856 | 10 16 16 22 16 22 16 22"
                + " | 22 16 16 22 22 16 16 10 | 1096",
        "lstopo/power9-v100-cpuless-nodes.xml | 0,8,250-255 | 250-255 | '' | 349768 | 10 40 80 80 80 80 80 80"
                + " | 80 80 80 80 80 80 80 10 | 4480",
        "lstopo/xeon6230-snc2-pmem-memorymode.xml    | 0-3 | ''  | '' | 1522444 | 10 21 11 21 | 21 11 21 10 | 252"})
    void shouldReadNodesAndDistances(String name, String nids, String withoutCpus, String withoutMemory, long mebibytes,
            String firstRow, String lastRow, long sum) throws IOException {
        Topology topology = TopologyReader.read(sample(name).toString());
        assertEquals(nids, nids(topology, node -> true));
        assertEquals(withoutCpus, nids(topology, node -> node.cpus().orElseThrow().isEmpty()));
        assertEquals(withoutMemory, nids(topology, node -> node.bytes().getAsLong() == 0));
        assertEquals(mebibytes, topology.nodes().stream().mapToLong(node -> node.bytes().getAsLong()).sum() >> 20);
        if (sum == 0) {
            assertTrue(topology.distances().isEmpty());
        } else {
            assertEquals(firstRow, row(topology, topology.nodes().get(0)));
            assertEquals(lastRow, row(topology, topology.nodes().get(topology.nodes().size() - 1)));
            assertEquals(sum, topology.nodes().stream().flatMapToInt(from -> topology.nodes().stream()
                    .mapToInt(to -> (int) topology.distances().get(from.nid(), to.nid()))).sum());
        }
        shouldBeAMachine(topology);
    }

    private static String row(Topology topology, TopologyNode from) {
        return String.join(" ", topology.nodes().stream()
                .map(to -> Long.toString((long) topology.distances().get(from.nid(), to.nid()))).toList());
    }

    /** The machine that is simulated has what was read, and its scenario header reads back as the same. */
    private static void shouldBeAMachine(Topology topology) {
        Topology complete = topology.complete();
        Scenario scenario = topology.scenario();
        MachineSpec spec = ScenarioMachine.spec(scenario);
        assertEquals(complete.scenarioLines(), TopologyReader.parse("x.scn", scenario.text()).scenarioLines());
        for (TopologyNode node : complete.nodes()) {
            assertEquals(node.cpus().orElseThrow(), spec.node(node.nid()).cpus());
            assertEquals(node.bytes().getAsLong() >> 12, spec.node(node.nid()).managedPages());
            for (TopologyNode to : complete.nodes()) {
                assertEquals(complete.distances().get(node.nid(), to.nid()), spec.distance(node.nid(), to.nid()));
            }
        }
    }

    @Test
    void shouldTakeZonesAndMarksAsTheyAre() throws IOException {
        Topology zones = TopologyReader.read(sample("qemu-3n-linux-6.1/zoneinfo.txt").toString());
        assertEquals(List.of(
                "sim zone 0 DMA start=1 managed=3840 min=14 low=17 high=20 protection=0,361,361,361",
                "sim zone 0 DMA32 start=4096 managed=92502 min=356 low=448 high=540 protection=0,0,0,0",
                "sim zone 1 DMA32 start=98304 managed=96602 min=372 low=468 high=564 protection=0,0,0,0",
                "sim zone 2 DMA32 start=196608 managed=56072 min=216 low=272 high=328 protection=0,0,0,0"),
                zones.zones().stream().map(zone -> zone.text()).toList());
        assertEquals(List.of(0, 1, 2, 3), zones.unplacedCpus());
        assertEquals(2, zones.complete().notes().size());

        Topology both = TopologyReader.read(List.of(
                sample("qemu-3n-linux-6.1/numactl-hardware.txt").toString(),
                sample("qemu-3n-linux-6.1/zoneinfo.txt").toString()));
        assertEquals("2", nids(both.complete(), node -> node.cpus().orElseThrow().isEmpty()));
        assertEquals(List.of(), both.complete().notes());
        MachineSpec spec = ScenarioMachine.spec(both.scenario());
        assertEquals(28, spec.distance(2, 1));
        assertEquals(92_502 + 3840, spec.node(0).managedPages());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', emptyValue = "", value = {
        "mlc/cascadelake-2s2n.txt         | 0-1 | '' | 80.8  | 81.5  | 34305.5  | 112810.7",
        "mlc/epyc9224-4n-cxl.txt          | 0-4 | 4  | 107.5 | 363.5 | 99794.2  | 17585.8",
        "mlc/granite-rapids-2s6n-snc3.txt | 0-5 | '' | 96.2  | 115.2 | 193664.2 | 194708.2",
        "mlc/icelake-2s2n.txt             | 0-1 | '' | 89.2  | 89.0  | 55676.8  | 175912.6",
        "mlc/nps4-1s4n-dramhit.txt        | 0-3 | '' | 105.6 | 106.5 | NaN      | NaN",
        "mlc/sapphire-rapids-2s8n-snc4.txt | 0-7 | '' | 95.4 | 96.9  | 60456.4  | NaN"})
    void shouldReadLatenciesAndBandwidths(String name, String nids, String withoutCpus, double first, double last,
            double bandwidth, double lastBandwidth) throws IOException {
        Topology topology = TopologyReader.read(sample(name).toString());
        assertEquals(nids, nids(topology, node -> true));
        assertEquals(withoutCpus, nids(topology, node -> node.cpus().map(List::isEmpty).orElse(false)));
        int to = topology.nodes().get(topology.nodes().size() - 1).nid();
        int from = withoutCpus.isEmpty() ? to : to - 1;
        assertEquals(first, topology.latencyNanos().get(0, 0));
        assertEquals(last, topology.latencyNanos().get(from, to));
        assertEquals(bandwidth, topology.bandwidthMegabytes().get(0, 1));
        assertEquals(lastBandwidth, topology.bandwidthMegabytes().get(from, to));
        assertTrue(assertThrows(TopologyException.class, topology::complete).getMessage()
                .endsWith("which Intel MLC does not state here: add another source, such as numactl --hardware or"
                        + " sysfs"));
    }

    @Test
    void shouldPutLatenciesAndNodesOfOneMachineTogether() throws IOException {
        Topology machine = TopologyReader.read(List.of(sample("numactl/epyc9224-2s4n-cxl.txt").toString(),
                sample("mlc/epyc9224-4n-cxl.txt").toString()));
        List<String> costs = machine.costs().stream().map(cost -> cost.text()).toList();
        assertTrue(costs.contains("sim cost ACCESS.2.4 363.8"), costs::toString);
        assertTrue(costs.contains("sim cost BANDWIDTH.4 17602"), costs::toString);
        assertTrue(costs.contains("sim cost BANDWIDTH.0.2 76592"), costs::toString);
        assertEquals(5 + 20 + 16, costs.size());
    }

    @Test
    void shouldRefuseWhatStatesNoMachine() {
        for (String name : OTHERS) {
            Path file = sample(name);
            String message = assertThrows(TopologyException.class,
                    () -> TopologyReader.read(file.toString()).complete()).getMessage();
            assertTrue(message.startsWith(file + ":"), message);
            assertTrue(message.contains("expected "), message);
        }
    }
}
