package io.numalab.topology;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.spi.NodeMask;
import io.numalab.spi.ZoneType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MachineSpecTest {
    private static final long GIB = 1L << 30;
    private static final int[][] TWO = {{10, 21}, {21, 10}};

    private static NodeSpec node(int nid, int pages, Integer... cpus) {
        return new NodeSpec(nid, List.of(cpus), List.of(new ZoneSpec(ZoneType.NORMAL, 1L << 20, pages)));
    }

    private static String message(Runnable wrong) {
        return assertThrows(IllegalArgumentException.class, wrong::run).getMessage();
    }

    @Test
    void shouldGiveNodeZeroTheLowZones() {
        MachineSpec spec = MachineSpec.builder().node(125 * GIB, 0).node(125 * GIB, 1).build();

        assertEquals(
                List.of(new ZoneSpec(ZoneType.DMA, 1, 3840),
                        new ZoneSpec(ZoneType.DMA32, 4096, 782_336),
                        new ZoneSpec(ZoneType.NORMAL, 1_048_576, 31_981_824)),
                spec.node(0).zones());
        assertEquals(List.of(new ZoneSpec(ZoneType.NORMAL, 33_030_400, 32_768_000)), spec.node(1).zones());
        assertEquals(250 * GIB / 4096, spec.managedPages());
        assertEquals(20, spec.distance(0, 1));
        assertEquals(10, spec.distance(1, 1));
        assertEquals(30, spec.reclaimDistance());
        assertEquals(KernelVersion.V6_1, spec.kernel());
        assertEquals(0, spec.swapBytes());
    }

    @Test
    void shouldGiveTheLowZonesToTheFirstNodeWithMemory() {
        MachineSpec spec = MachineSpec.parse("1x0G/2+1x8G/2+1x8G/0");

        assertEquals(List.of(), spec.node(0).zones());
        assertEquals(ZoneType.DMA, spec.node(1).zones().get(0).type());
        assertEquals(ZoneType.NORMAL, spec.node(2).zones().get(0).type());
        assertEquals(NodeMask.of(0, 1), spec.cpuNodes());
        assertEquals(NodeMask.of(1, 2), spec.memoryNodes());
    }

    @Test
    void shouldRefuseAnEndlessRowInOneLine() {
        String message = message(() -> MachineSpec.parse("2x1G:10" + ",20".repeat(100_000)));
        assertTrue(message.contains("100001 distances"), () -> message.substring(0, 200));
    }

    @Test
    void shouldKeepSmallMachinesInTheLowZones() {
        MachineSpec spec = MachineSpec.builder().node(8 << 20, 0).node(4096, 1).build();

        assertEquals(List.of(new ZoneSpec(ZoneType.DMA, 1, 2048)), spec.node(0).zones());
        assertEquals(List.of(new ZoneSpec(ZoneType.NORMAL, 1_048_576, 1)), spec.node(1).zones());
    }

    @Test
    void shouldDescribeNodesWithoutCpusOrMemory() {
        MachineSpec spec = MachineSpec.builder().node(GIB, 0, 2).memorylessNode(1, 5).missingNode().cpulessNode(GIB)
                .distances(new int[][] {{10, 20, 255, 17}, {20, 10, 255, 28}, {255, 255, 10, 255}, {17, 28, 255, 10}})
                .kernel(KernelVersion.V6_18).swapBytes(GIB).reclaimDistance(20).build();

        assertEquals(4, spec.nodeCount());
        assertEquals(NodeMask.of(0, 3), spec.memoryNodes());
        assertEquals(NodeMask.of(0, 1), spec.cpuNodes());
        assertEquals(6, spec.cpuCount());
        assertEquals(1, spec.nodeOfCpu(5));
        assertEquals(28, spec.distance(1, 3));
        assertEquals(KernelVersion.V6_18, spec.kernel());
        assertEquals(GIB, spec.swapBytes());
        assertEquals(20, spec.reclaimDistance());
        assertTrue(message(() -> spec.nodeOfCpu(3)).startsWith("CPU 3 does not exist"));
        assertEquals("node 4: expected 0 to 3", message(() -> spec.node(4)));
        assertEquals("node -1: expected 0 to 3", message(() -> spec.distance(0, -1)));
    }

    @Test
    void shouldFillHolesInTheNumbering() {
        int[][] distances = new int[9][9];
        for (int[] row : distances) {
            Arrays.fill(row, 40);
        }
        IntStream.range(0, 9).forEach(nid -> distances[nid][nid] = 10);
        MachineSpec spec = MachineSpec.of(List.of(node(8, 7, 1), node(0, 5, 0)), distances, KernelVersion.V6_12, 0, 30);

        assertEquals(9, spec.nodeCount());
        assertEquals(NodeMask.of(0, 8), spec.memoryNodes());
        assertEquals(12, spec.managedPages());
        for (int nid = 0; nid < 9; nid++) {
            assertEquals(nid, spec.nodes().get(nid).nid());
            assertEquals(nid == 0 || nid == 8, !spec.node(nid).cpus().isEmpty());
        }
    }

    @Test
    void shouldNotBeChangedThroughItsInputs() {
        int[][] distances = {{10, 21}, {21, 10}};
        MachineSpec spec =
                MachineSpec.of(List.of(node(0, 1, 0), node(1, 1, 1)), distances, KernelVersion.V6_1, 0, 30);
        distances[0][1] = 99;

        assertEquals(21, spec.distance(0, 1));
    }

    @Test
    void shouldReadShortTexts() {
        MachineSpec pair = MachineSpec.parse("2x125GiB");
        assertEquals(250 * GIB / 4096, pair.managedPages());
        assertEquals(2, pair.cpuCount());

        MachineSpec clusters = MachineSpec.parse("4x32GiB/8:10,12,20,22");
        assertEquals(32, clusters.cpuCount());
        assertEquals(3, clusters.nodeOfCpu(31));
        int[][] expected = {{10, 12, 20, 22}, {12, 10, 22, 20}, {20, 22, 10, 12}, {22, 20, 12, 10}};
        for (int from = 0; from < 4; from++) {
            int row = from;
            assertArrayEquals(expected[from], IntStream.range(0, 4).map(to -> clusters.distance(row, to)).toArray());
        }

        MachineSpec expander = MachineSpec.parse("2x1.5G/4+1x128M/0:10,20,17/20,10,28/17,28,10");
        assertEquals(NodeMask.of(0, 1), expander.cpuNodes());
        assertEquals(98_304 * 4 + 98_304 * 4 + 32_768, expander.managedPages());
        assertEquals(28, expander.distance(2, 1));

        assertEquals(32, MachineSpec.parse("3x1GiB:10,32").distance(2, 0));
        assertEquals(10, MachineSpec.parse("1x512M:10").distance(0, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "2x", "2x125", "2 x 1G", "-2x1G", "2x-1G", "2x1G,", "2x1G:", "2x1G:10;20", "2x1G/",
        "2x1G:10,20,30", "3x1G:10,20,30", "2x1G:10,20/", "2x1Gi"})
    void shouldRefuseTextsThatAreNoMachine(String text) {
        String message = message(() -> MachineSpec.parse(text));
        assertTrue(message.startsWith("machine \"" + text + "\": "), message);
        assertTrue(message.contains("2x125GiB"), message);
        assertFalse(message.contains("\n"), message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "2x1G:10,300    | distance 300 from node 0 to node 1: expected 10 to 255",
        "2x1G:11,20     | distance 11 from node 0 to node 0: expected 10",
        "2x1G:10,9      | distance 9 from node 0 to node 1: expected 10 to 255",
        "2x1G:10,20/10  | 1 distances of node 1: expected 2, one to each node",
        "3x1G:10,20/20,10 | 2 rows of distances: expected 3, one for each node",
        "2x1G/0         | no node has a CPU: expected at least one that has",
        "2x5T           | a machine of 2684354560 pages (10240 GiB): expected 1 to 2147483647 pages (8 TiB)",
        "2x0K           | a machine of 0 pages (0 GiB): expected 1 to 2147483647 pages (8 TiB)",
        "1x999999999T   | node 0 of 8796093022208 bytes: expected 4096 to 8796093018112",
        "1x1M/9999      | CPU 8192 of node 0: expected 0 to 8191",
        "1025x4K        | node 1024: expected 0 to 1023"})
    void shouldNameValueRangeAndChoices(String text, String expected) {
        assertEquals(expected, message(() -> MachineSpec.parse(text)));
    }

    @Test
    void shouldRefuseContradictions() {
        assertEquals("node 1 is given twice", message(() -> MachineSpec.of(
                List.of(node(1, 1, 0), node(1, 1, 1)), TWO, KernelVersion.V6_1, 0, 30)));
        assertEquals("CPU 4 is given twice: expected each CPU on one of 2 nodes, once", message(() -> MachineSpec.of(
                List.of(node(0, 1, 4), node(1, 1, 4)), TWO, KernelVersion.V6_1, 0, 30)));
        assertEquals("swap of -1 bytes: expected 0 or more",
                message(() -> MachineSpec.builder().node(GIB, 0).swapBytes(-1).build()));
        assertEquals("reclaim distance 9: expected 10 to 255",
                message(() -> MachineSpec.builder().node(GIB, 0).reclaimDistance(9).build()));
        assertEquals("a machine of 0 pages (0 GiB): expected 1 to 2147483647 pages (8 TiB)",
                message(() -> MachineSpec.builder().memorylessNode(0).build()));
        assertEquals("a machine of 0 pages (0 GiB): expected 1 to 2147483647 pages (8 TiB)",
                message(() -> MachineSpec.builder().build()));
        assertEquals("node 0 of -5 bytes: expected 4096 to 8796093018112",
                message(() -> MachineSpec.builder().cpulessNode(-5)));
        assertEquals("node -1: expected 0 to 1023", message(() -> node(-1, 1)));
        assertEquals("managedPages -1 of zone NORMAL: expected 0 to 2147483647", message(() -> node(0, -1)));
        assertEquals("startPfn -1 of zone DMA: expected 0 or more", message(() -> new ZoneSpec(ZoneType.DMA, -1, 1)));
        ZoneSpec dma = new ZoneSpec(ZoneType.DMA, 1, 1);
        assertEquals("zone DMA of node 0 after DMA: expected each type at most once, lowest first",
                message(() -> new NodeSpec(0, List.of(), List.of(dma, dma))));
    }

    @Test
    void shouldEstimateTheHeap() {
        assertEquals((64L << 20) + 18L * 250 * 262_144, MachineSpec.parse("2x125GiB").heapBytes());
    }

    @Test
    void shouldKnowThreeKernels() {
        assertEquals(KernelVersion.V6_12, KernelVersion.of("6.12"));
        assertTrue(KernelVersion.V6_12.atLeast(KernelVersion.V6_12));
        assertTrue(KernelVersion.V6_18.atLeast(KernelVersion.V6_1));
        assertFalse(KernelVersion.V6_1.atLeast(KernelVersion.V6_12));
        assertEquals("6.18", KernelVersion.V6_18.text());
        assertEquals("kernel \"6.2\": expected one of 6.1, 6.12, 6.18", message(() -> KernelVersion.of("6.2")));
    }
}
