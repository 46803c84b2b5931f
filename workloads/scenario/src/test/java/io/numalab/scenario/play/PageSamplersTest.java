package io.numalab.scenario.play;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.scenario.language.PageOrder;
import java.util.Arrays;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;

class PageSamplersTest {
    private static final int PAGES = 1000;
    private static final int DRAWS = 200_000;

    private static int[] counts(PageOrder order, long seed) {
        IntSupplier pages = PageSamplers.of(order, PAGES, seed);
        int[] counts = new int[PAGES];
        for (int i = 0; i < DRAWS; i++) {
            counts[pages.getAsInt()]++;
        }
        return counts;
    }

    @Test
    void shouldDrawTheSamePagesFromTheSameSeed() {
        for (PageOrder order : new PageOrder[] {
            new PageOrder.Uniform(), new PageOrder.Zipf(0.9), new PageOrder.Hot(10, 90, 1000)}) {
            assertArrayEquals(counts(order, 7), counts(order, 7));
            assertTrue(!Arrays.equals(counts(order, 7), counts(order, 8)), order.text());
        }
    }

    @Test
    void shouldDrawEveryPageAsOften() {
        int[] counts = counts(new PageOrder.Uniform(), 1);
        // 200 expected; 6 standard deviations are 85.
        assertTrue(Arrays.stream(counts).allMatch(count -> Math.abs(count - 200) < 85));
    }

    @Test
    void shouldDrawPagesInProportionToTheirRank() {
        int[] counts = counts(new PageOrder.Zipf(1), 1);
        int[] sorted = counts.clone();
        Arrays.sort(sorted);
        double harmonic = 0;
        for (int rank = 1; rank <= PAGES; rank++) {
            harmonic += 1.0 / rank;
        }
        assertEquals(DRAWS / harmonic, sorted[PAGES - 1], 1000);
        assertEquals(DRAWS / harmonic / 2, sorted[PAGES - 2], 700);
        // Ranks are strewn: no half of the addresses gets nearly all.
        int lower = Arrays.stream(counts).limit(PAGES / 2).sum();
        assertTrue(lower > DRAWS / 5 && lower < DRAWS * 4 / 5, "lower half " + lower);
    }

    @Test
    void shouldMoveTheHotRun() {
        int[] fixed = counts(new PageOrder.Hot(10, 90, 0), 1);
        assertEquals(DRAWS * 0.9, Arrays.stream(fixed).limit(100).sum(), 1000);
        int[] moving = counts(new PageOrder.Hot(10, 90, DRAWS / 10), 1);
        for (int run = 0; run < 10; run++) {
            assertEquals(DRAWS / 10.0, Arrays.stream(moving).skip(run * 100L).limit(100).sum(), 1000);
        }
        assertEquals(DRAWS, Arrays.stream(counts(new PageOrder.Hot(100, 50, 3), 1)).sum());
    }

    @Test
    void shouldDrawSomePagesOfARangeInOrder() {
        IntSupplier some = PageSamplers.some(100, 10_100, 0.3, 5);
        int last = 99;
        int drawn = 0;
        for (int page = some.getAsInt(); page >= 0; page = some.getAsInt()) {
            assertTrue(page > last && page < 10_100);
            last = page;
            drawn++;
        }
        assertEquals(3000, drawn, 300);
        assertEquals(-1, some.getAsInt());
        assertEquals(100, PageSamplers.some(100, 101, 1, 5).getAsInt());
        assertEquals(-1, PageSamplers.some(100, 101, 0, 5).getAsInt());
    }

    @Test
    void shouldRefuseAnOrderThatIsNotRandom() {
        assertThrows(IllegalArgumentException.class, () -> PageSamplers.of(new PageOrder.Sequential(), 1, 1));
    }
}
