package io.numalab.memory;

import static io.numalab.spi.ZoneType.DMA;
import static io.numalab.spi.ZoneType.DMA32;
import static io.numalab.spi.ZoneType.MOVABLE;
import static io.numalab.spi.ZoneType.NORMAL;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.numalab.spi.ZoneType;
import io.numalab.topology.KernelVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The vectors of linux-model 24, and marks that a real kernel computed after a sysctl. */
class WatermarksTest {
    private static final int[] NIDS = {0, 0, 0, 1};
    private static final ZoneType[] TYPES = {DMA, DMA32, NORMAL, NORMAL};
    /** 2 x 125 GiB. */
    private static final int[] MANAGED = {3840, 750_000, 32_014_160, 32_768_000};

    private static Watermarks[] marks(ZoneType[] types, int[] managed, long kilobytes, int factor) {
        return Watermarks.forZones(types, managed, kilobytes, factor, KernelVersion.V6_1);
    }

    @Test
    void shouldComputeTheDefaultMinimum() {
        assertEquals(64_763, Watermarks.defaultMinFreeKilobytes(TYPES, MANAGED));
        assertEquals(90_112, Watermarks.hugePageMinFreeKilobytes(TYPES, MANAGED, 64_763));
        assertEquals(100_000, Watermarks.hugePageMinFreeKilobytes(TYPES, MANAGED, 100_000));
        assertEquals(128, Watermarks.minFreeKilobytes(1000));
        assertEquals(128, Watermarks.minFreeKilobytes(0));
        assertEquals(262_144, Watermarks.minFreeKilobytes(1L << 40));
    }

    @Test
    void shouldCapTheHugePageMinimumAtATwentieth() {
        ZoneType[] types = {NORMAL, NORMAL, MOVABLE};
        int[] managed = {16_384, 16_384, 1_000_000};
        assertEquals(32_768 / 20 * 4, Watermarks.hugePageMinFreeKilobytes(types, managed, 1448));
    }

    @Test
    void shouldShareTheMinimumWithHugePages() {
        assertArrayEquals(
                new Watermarks[] {
                    new Watermarks(1, 4, 7, 10),
                    new Watermarks(257, 1007, 1757, 2507),
                    new Watermarks(11_004, 43_018, 75_032, 107_046),
                    new Watermarks(11_264, 44_032, 76_800, 109_568)},
                marks(TYPES, MANAGED, 90_112, 10));
    }

    @Test
    void shouldShareTheMinimumWithoutHugePages() {
        assertEquals(new Watermarks(8095, 40_863, 73_631, 106_399), marks(TYPES, MANAGED, 64_763, 10)[3]);
    }

    @ParameterizedTest
    @CsvSource({"16384, 181, 226, 271, 316", "262144, 724, 986, 1248, 1510", "4194304, 2896, 7090, 11284, 15478"})
    void shouldComputeMarksOfSmallMachines(int pages, int min, int low, int high, int promo) {
        ZoneType[] types = {NORMAL, NORMAL};
        int[] managed = {pages, pages};
        long kilobytes = Watermarks.defaultMinFreeKilobytes(types, managed);
        Watermarks expected = new Watermarks(min, low, high, promo);
        assertArrayEquals(new Watermarks[] {expected, expected}, marks(types, managed, kilobytes, 10));
    }

    /** Recordings kswapd-stream-wsf200 and kswapd-stream-minfree of 6.1. */
    @Test
    void shouldAgreeWithARealKernelAfterASysctl() {
        ZoneType[] types = {DMA, DMA32, DMA32};
        int[] managed = {3840, 245_742, 257_899};

        Watermarks[] wide = marks(types, managed, 5671, 200);
        assertEquals("10/86/162 686/5600/10514 720/5877/11034", text(wide));
        Watermarks[] large = marks(types, managed, 65_536, 10);
        assertEquals("123/153/183 7933/9916/11899 8326/10407/12488", text(large));
    }

    private static String text(Watermarks[] marks) {
        StringBuilder text = new StringBuilder();
        for (Watermarks mark : marks) {
            text.append(' ').append(mark.min()).append('/').append(mark.low()).append('/').append(mark.high());
        }
        return text.substring(1);
    }

    @Test
    void shouldGiveMovableItsOwnMinimumFrom612() {
        ZoneType[] types = {NORMAL, MOVABLE};
        int[] managed = {262_144, 786_432};
        long kilobytes = 4096;

        // 1024 pages to share; 6.1 shares them among all.
        assertEquals(new Watermarks(256, 518, 780, 1042), marks(types, managed, kilobytes, 10)[0]);
        assertEquals(new Watermarks(768, 1554, 2340, 3126), marks(types, managed, kilobytes, 10)[1]);
        // 6.12: NORMAL has them all; MOVABLE has 128 at most, but its gap follows from the share it would have: 3072/4.
        Watermarks[] later = Watermarks.forZones(types, managed, kilobytes, 10, KernelVersion.V6_12);
        assertEquals(new Watermarks(1024, 1286, 1548, 1810), later[0]);
        assertEquals(new Watermarks(128, 914, 1700, 2486), later[1]);
        int[] small = {262_144, 40_000};
        assertEquals(39, Watermarks.forZones(types, small, kilobytes, 10, KernelVersion.V6_18)[1].min());
        int[] tiny = {262_144, 100};
        assertEquals(32, Watermarks.forZones(types, tiny, kilobytes, 10, KernelVersion.V6_12)[1].min());
        assertEquals(0, marks(types, tiny, kilobytes, 10)[1].min());
        assertEquals(new Watermarks(97, 197, 297, 397), Watermarks.forZones(
                new ZoneType[] {MOVABLE}, new int[] {100_000}, kilobytes, 10, KernelVersion.V6_12)[0]);
    }

    @Test
    void shouldReserveLowMemoryFromHighRequests() {
        int[][] reserve = Watermarks.lowmemReserve(NIDS, TYPES, MANAGED);
        assertArrayEquals(new int[] {0, 2929, 127_985, 127_985}, reserve[0]);
        assertArrayEquals(new int[] {0, 0, 125_055, 125_055}, reserve[1]);
        assertArrayEquals(new int[4], reserve[2]);
        assertArrayEquals(new int[4], reserve[3]);

        ZoneType[] types = {NORMAL, MOVABLE, NORMAL, MOVABLE};
        int[][] movable = Watermarks.lowmemReserve(
                new int[] {0, 0, 1, 1}, types, new int[] {1000, 64_000, 1000, 3200});
        assertArrayEquals(new int[] {0, 0, 0, 2000}, movable[0]);
        assertArrayEquals(new int[4], movable[1]);
        assertArrayEquals(new int[] {0, 0, 0, 100}, movable[2]);
    }

    @Test
    void shouldComputeThresholdsOfNodeReclaim() {
        assertEquals(327_680, Watermarks.ratioPages(1, NIDS, MANAGED, 1));
        assertEquals(38 + 7500 + 320_141, Watermarks.ratioPages(0, NIDS, MANAGED, 1));
        assertEquals(1_638_400, Watermarks.ratioPages(1, NIDS, MANAGED, 5));
        assertEquals(0, Watermarks.ratioPages(2, NIDS, MANAGED, 5));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "3, 1", "4, 2", "4194304000, 64763", "9223372036854775807, 3037000499",
        "9223372030926249000, 3037000498", "9223372030926249001, 3037000499", "4503599761588224, 67108864",
        "4503599761588225, 67108865"})
    void shouldTakeFloorSquareRoots(long value, long root) {
        assertEquals(root, Watermarks.squareRoot(value));
    }

    @Test
    void shouldNotOverflow() {
        Watermarks[] marks = marks(new ZoneType[] {NORMAL}, new int[] {Integer.MAX_VALUE}, Integer.MAX_VALUE, 3000);
        assertEquals(536_870_911, marks[0].min());
        assertEquals(Integer.MAX_VALUE, marks[0].promo());
    }

    @Test
    void shouldRefuseValuesOutOfRange() {
        assertEquals("watermark_scale_factor 3001: expected 1 to 3000", assertThrows(
                IllegalArgumentException.class, () -> marks(TYPES, MANAGED, 1, 3001)).getMessage());
        assertEquals("min_free_kbytes -1: expected 0 to 2147483647", assertThrows(
                IllegalArgumentException.class, () -> marks(TYPES, MANAGED, -1, 10)).getMessage());
        assertEquals("low memory of -1 kB: expected 0 or more", assertThrows(
                IllegalArgumentException.class, () -> Watermarks.minFreeKilobytes(-1)).getMessage());
        assertEquals("ratio of 101 %: expected 0 to 100", assertThrows(
                IllegalArgumentException.class, () -> Watermarks.ratioPages(0, NIDS, MANAGED, 101)).getMessage());
    }
}
