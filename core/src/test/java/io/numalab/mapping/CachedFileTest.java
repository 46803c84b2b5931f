package io.numalab.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** What reading pages in use again is expected to cost. */
class CachedFileTest {
    private static final long RUN_PICOS = 10;
    private static final long JUMP_PICOS = 1000;

    private final CachedFile file = new CachedFile(1, "f", 1000);

    private void assertPicos(long expected) {
        assertEquals(expected, file.rereadPicos(RUN_PICOS, JUMP_PICOS));
    }

    @Test
    void shouldExpectTheWorstOfAFileThatWasReadOnce() {
        file.read(0, 100, 0);
        assertPicos(JUMP_PICOS);
    }

    @Test
    void shouldExpectARunWherePagesWereReadOneBehindTheOther() {
        file.read(99, 1, 0);
        file.read(100, 50, 50);
        file.read(150, 50, 50);
        assertPicos(RUN_PICOS);
    }

    // Pages 3, 6, 9 ...: two are passed over for each.
    @Test
    void shouldChargePagesThatARunPassesOver() {
        for (int page = 0; page <= 300; page += 3) {
            file.read(page, 1, page == 0 ? 0 : 1);
        }
        assertPicos(3 * RUN_PICOS);
    }

    @Test
    void shouldExpectARequestForEachPageFarFromTheLast() {
        for (int i = 1; i <= 100; i++) {
            file.read(i * 37 % 1000, 1, 1);
        }
        assertPicos(JUMP_PICOS);
    }

    // A jump and 9 pages behind it, each time.
    @Test
    void shouldTakeTheMeanOfRunsAndJumps() {
        for (int page = 0; page < 1000; page += 100) {
            file.read(page, 10, 10);
        }
        assertPicos((9 * RUN_PICOS + JUMP_PICOS) / 10);
    }

    @Test
    void shouldForgetWhatIsLongAgo() {
        for (int i = 0; i < 1000; i++) {
            file.read(i * 37 % 1000, 1, 1);
        }
        for (int times = 0; times < 20; times++) {
            file.read(0, 1000, 1000);
        }
        assertEquals(RUN_PICOS, file.rereadPicos(RUN_PICOS, JUMP_PICOS), 20);
    }
}
