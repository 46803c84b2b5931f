package io.numalab.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of linux-model 12.2 and 24. */
class PerCpuLimitsTest {

    @ParameterizedTest
    @CsvSource({"3840, 1", "0, 1", "16384, 3", "65536, 15", "131072, 31", "163840, 31", "262144, 63", "32768000, 63",
        "2147483647, 63"})
    void shouldTakeMoreAtATimeFromLargerZones(int managedPages, int batch) {
        assertEquals(new PerCpuLimits(batch, 4 * batch), PerCpuLimits.of(managedPages, 0, 1, 1));
    }

    @Test
    void shouldShareTheLowMarkAmongTheCpusOfTheNode() {
        assertEquals(new PerCpuLimits(63, 979), PerCpuLimits.of(257_960 + 5_000, 979, 1, 4));
        assertEquals(new PerCpuLimits(63, 1693), PerCpuLimits.of(32_768_000, 44_032, 26, 52));
        assertEquals(252, PerCpuLimits.of(262_144, 986, 8, 8).high());
    }

    @Test
    void shouldShareAnExpanderAmongAllCpus() {
        assertEquals(PerCpuLimits.of(262_144, 4000, 4, 4), PerCpuLimits.of(262_144, 4000, 0, 4));
    }

    @Test
    void shouldRefuseImpossibleMachines() {
        String message = assertThrows(IllegalArgumentException.class, () -> PerCpuLimits.of(1000, 10, 2, 1))
                .getMessage();
        assertEquals("limits of 1000 pages, low mark 10, 2 of 1 CPUs: expected no negative number and at least one CPU",
                message);
        assertThrows(IllegalArgumentException.class, () -> PerCpuLimits.of(1000, 10, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> PerCpuLimits.of(-1, 10, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> PerCpuLimits.of(1, -10, 1, 1));
    }
}
