package io.numalab.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.numalab.spi.ZoneType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BootStateTest {

    private static BootState.ZoneBoot zone(
            int present, int managed, int free, int perCpu, int min, int low, int high, Integer... protection) {
        return new BootState.ZoneBoot(
                1, ZoneType.DMA32, present, managed, free, perCpu, min, low, high, List.of(protection));
    }

    private static String message(Runnable wrong) {
        return assertThrows(IllegalArgumentException.class, wrong::run).getMessage();
    }

    @Test
    void shouldHoldWhatARecordingSays() {
        assertEquals(126_904, zone(131_072, 128_919, 126_904, 477, 361, 489, 617, 0, 0, 0, 0, 0).freePages());
    }

    @Test
    void shouldSortAndCopyTheGauges() {
        Map<String, Long> gauges = new HashMap<>(Map.of("nr_shmem", 227L, "nr_file_pages", 234L, "nr_mapped", 2L));
        BootState.NodeBoot node = new BootState.NodeBoot(0, gauges, Map.of());
        gauges.clear();

        assertEquals(List.of("nr_file_pages", "nr_mapped", "nr_shmem"), List.copyOf(node.gauges().keySet()));
        assertThrows(UnsupportedOperationException.class, () -> node.gauges().put("nr_dirty", 1L));
    }

    @Test
    void shouldRefuseImpossibleZones() {
        assertEquals("managedPages 11 of zone DMA32 of node 1: expected 0 to presentPages (10)",
                message(() -> zone(10, 11, 0, 0, 0, 0, 0)));
        assertEquals("freePages 11 of zone DMA32 of node 1: expected 0 to managedPages (10)",
                message(() -> zone(10, 10, 11, 0, 0, 0, 0)));
        assertEquals("perCpuPages 4 of zone DMA32 of node 1: expected 0 to managedPages - freePages (3)",
                message(() -> zone(10, 10, 7, 4, 0, 0, 0)));
        assertEquals("minPages 3 of zone DMA32 of node 1: expected 0 to lowPages (2)",
                message(() -> zone(10, 10, 0, 0, 3, 2, 4)));
        assertEquals("lowPages 5 of zone DMA32 of node 1: expected 0 to highPages (4)",
                message(() -> zone(10, 10, 0, 0, 3, 5, 4)));
        assertEquals("protectionPages -1 of zone DMA32 of node 1: expected 0 to the largest int (2147483647)",
                message(() -> zone(10, 10, 0, 0, 1, 2, 3, 0, -1)));
    }
}
