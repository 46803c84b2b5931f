package io.numalab.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.spi.Policies;
import io.numalab.topology.MachineSpec;
import org.junit.jupiter.api.Test;

/** Faults on a mapped file when there is hardly a page left that could be evicted for it. */
class ShortFileFaultTest {
    private static final long PAGE_BYTES = 4096;
    private static final int NODE_PAGES = 2048;
    private static final int FILE_PAGES = 1200;
    private static final long LIMIT_NANOS = 3_000_000_000L;

    // Everything but a few pages is anonymous and there is no swap: what the file may have is one page or none.
    @Test
    void shouldEndHoweverFewPagesAreLeft() {
        int fitted = 0;
        for (int left = 0; left < 260; left += 2) {
            Machine machine = Machine.builder(MachineSpec.parse("1x8MiB")).policies(Policies.of())
                    .timeLimit(LIMIT_NANOS).build();
            Task hog = machine.newTask("hog", 0);
            long bytes = (NODE_PAGES - left) * PAGE_BYTES;
            hog.startMlock(hog.mapAnonymous("h", bytes));
            assertEquals(RunEnd.FINISHED, machine.runAll(), left + " pages left: locking");
            Task reader = machine.newTask("reader", 0);
            SimulatedFile file = machine.createFile("f", FILE_PAGES * PAGE_BYTES);
            Mapping mapping = reader.mapFile("f", file, 0, FILE_PAGES * PAGE_BYTES, true);
            reader.startTouch(mapping, FILE_PAGES * PAGE_BYTES, false, false);
            assertEquals(RunEnd.FINISHED, machine.runAll(), left + " pages left: touching a file");
            fitted += hog.alive() && reader.result().bytes() == FILE_PAGES * PAGE_BYTES ? 1 : 0;
            machine.validate();
        }
        assertTrue(fitted > 0, "the file was never read through beside the locked memory");
    }
}
