package io.numalab.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.numalab.topology.MachineSpec;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The vectors of linux-model 24, and the lists that real kernels printed at boot. */
class FallbackOrderTest {

    private static MachineSpec machine(String nodes, int[][] distances) {
        StringBuilder rows = new StringBuilder();
        for (int[] row : distances) {
            rows.append(rows.length() == 0 ? "" : "/").append(Arrays.toString(row).replaceAll("[^0-9,]", ""));
        }
        return MachineSpec.parse(nodes + ":" + rows);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "2x1G:10,21          | [[0, 1], [1, 0]]",
        "4x1G:10,20          | [[0, 1, 2, 3], [1, 2, 3, 0], [2, 3, 0, 1], [3, 0, 1, 2]]",
        "4x1G:10,12,21,21    | [[0, 1, 2, 3], [1, 0, 3, 2], [2, 3, 0, 1], [3, 2, 1, 0]]"})
    void shouldOrderSmallMachines(String machine, String expected) {
        assertEquals(expected, Arrays.deepToString(FallbackOrder.of(MachineSpec.parse(machine))));
    }

    @Test
    void shouldRotateTheTargetsOfTwoSocketsOfFourNodes() {
        int[][] lists = FallbackOrder.of(MachineSpec.parse("8x1G:10,16,16,16,32,32,32,32"));
        assertArrayEquals(
                new int[][] {
                    {0, 1, 2, 3, 4, 5, 6, 7},
                    {1, 2, 3, 0, 5, 6, 7, 4},
                    {2, 3, 0, 1, 6, 7, 4, 5},
                    {3, 0, 1, 2, 7, 4, 5, 6},
                    {4, 5, 6, 7, 0, 1, 2, 3},
                    {5, 6, 7, 4, 1, 2, 3, 0},
                    {6, 7, 4, 5, 2, 3, 0, 1},
                    {7, 4, 5, 6, 3, 0, 1, 2}},
                lists);
    }

    @Test
    void shouldGoBothWaysRoundARing() {
        int[][] ring = {{10, 20, 30, 20}, {20, 10, 20, 30}, {30, 20, 10, 20}, {20, 30, 20, 10}};
        assertArrayEquals(
                new int[][] {{0, 1, 3, 2}, {1, 2, 0, 3}, {2, 3, 1, 0}, {3, 0, 2, 1}},
                FallbackOrder.of(machine("4x1G", ring)));
    }

    @Test
    void shouldReachExpandersByDistance() {
        int[][] distances = {{10, 21, 14, 24}, {21, 10, 24, 14}, {14, 24, 10, 26}, {24, 14, 26, 10}};
        assertArrayEquals(
                new int[][] {{0, 2, 1, 3}, {1, 3, 0, 2}, {2, 0, 1, 3}, {3, 1, 0, 2}},
                FallbackOrder.of(machine("2x1G+2x1G/0", distances)));
    }

    @Test
    void shouldPenaliseNodesWithCpusOnlyWhenRebuilt() {
        MachineSpec spec = MachineSpec.parse("2x1G+1x1G/0:10,20");
        assertArrayEquals(new int[][] {{0, 1, 2}, {1, 2, 0}, {2, 0, 1}}, FallbackOrder.of(spec));
        assertArrayEquals(new int[][] {{0, 2, 1}, {1, 2, 0}, {2, 0, 1}}, FallbackOrder.rebuilt(spec));
    }

    /** "Fallback order for Node" lines of 6.1 and 6.12 under qemu. */
    @Test
    void shouldAgreeWithWhatKernelsPrinted() {
        int[][] threeNodes = {{10, 17, 28}, {17, 10, 28}, {28, 28, 10}};
        assertArrayEquals(
                new int[][] {{0, 1, 2}, {1, 0, 2}, {2, 0, 1}}, FallbackOrder.of(machine("3x640M", threeNodes)));
        int[][] pairs = {{10, 20, 40, 40}, {20, 10, 40, 40}, {40, 40, 10, 20}, {40, 40, 20, 10}};
        assertArrayEquals(
                new int[][] {{0, 1, 2, 3}, {1, 0, 3, 2}, {2, 3, 0, 1}, {3, 2, 1, 0}},
                FallbackOrder.of(machine("4x512M", pairs)));
        int[][] expander = {{10, 21, 17}, {21, 10, 28}, {17, 28, 10}};
        assertArrayEquals(
                new int[][] {{0, 2, 1}, {1, 0, 2}, {2, 0, 1}}, FallbackOrder.of(machine("2x384M+1x384M/0", expander)));
    }

    @Test
    void shouldLeaveOutNodesWithoutMemory() {
        MachineSpec spec = MachineSpec.builder().memorylessNode(0).missingNode().node(1 << 30, 1).cpulessNode(1 << 30)
                .build();
        assertArrayEquals(new int[][] {{2, 3}, {}, {2, 3}, {3, 2}}, FallbackOrder.of(spec));
    }

    @Test
    void shouldOrderTheLargestMachine() {
        int[][] lists = FallbackOrder.of(MachineSpec.parse("1024x4M"));
        assertEquals(1024, lists.length);
        assertArrayEquals(new int[] {1023, 0, 1, 2}, Arrays.copyOf(lists[1023], 4));
        assertEquals(1022, lists[1023][1023]);
    }
}
