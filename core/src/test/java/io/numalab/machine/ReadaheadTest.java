package io.numalab.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.spi.Policies;
import io.numalab.stat.NodeGauge;
import io.numalab.stat.VmEvent;
import io.numalab.topology.KernelVersion;
import io.numalab.topology.MachineSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a read leaves in the cache beyond what was asked for (linux-model 27.5). */
class ReadaheadTest {
    private static final long PAGE_BYTES = 4096;

    private final Machine machine = Machine.builder(MachineSpec.builder().node(64 << 20, 0).build())
            .policies(Policies.of()).build();
    private final Task task = machine.newTask("A", 0);
    private final SimulatedFile file = machine.createFile("f", 4096 * PAGE_BYTES);

    private long cachedPages() {
        long pages = 0;
        for (long page = 0; page < file.pages(); page++) {
            pages += file.resident(page) ? 1 : 0;
        }
        assertEquals(pages, machine.gauge(0, NodeGauge.NR_FILE_PAGES));
        machine.validate();
        return pages;
    }

    @ParameterizedTest
    @ValueSource(longs = {64, 256, 1024, 4000})
    void shouldReadThirtyTwoFurtherPages(long pages) {
        task.startRead(file, 0, pages * PAGE_BYTES, 1);
        machine.run(task);
        assertEquals(pages + 32, cachedPages());
        assertTrue(file.resident(pages + 31));
        assertFalse(file.resident(pages + 32));
    }

    @Test
    void shouldNotReadBeyondTheEndOfTheFile() {
        task.startRead(file, 0, file.pages() * PAGE_BYTES, 1);
        machine.run(task);
        assertEquals(file.pages(), cachedPages());
    }

    @Test
    void shouldActivateWhatIsReadTwice() {
        task.startRead(file, 0, 256 * PAGE_BYTES, 1);
        machine.run(task);
        assertEquals(0, machine.gauge(0, NodeGauge.NR_ACTIVE_FILE));
        task.startRead(file, 0, 256 * PAGE_BYTES, 1);
        machine.run(task);
        assertEquals(256, machine.gauge(0, NodeGauge.NR_ACTIVE_FILE));
        machine.validate();
    }

    @Test
    void shouldMapSixteenPagesAtATimeOfAMappedFile() {
        Mapping mapping = task.mapFile("m", file, 0, file.pages() * PAGE_BYTES, false);
        task.startTouch(mapping, PAGE_BYTES, false, false);
        machine.run(task);
        assertEquals(32, cachedPages());
        assertEquals(16, machine.gauge(0, NodeGauge.NR_MAPPED));
    }

    // 780 MiB read or written through a mapping: the recordings mode1-mapped, mode5-mapped-612 and mode7-mapped-dirty
    // count one major fault and 18 720, 12 480 and 205 920 faults, and some of the recorder's own.
    @ParameterizedTest
    @CsvSource({"6.1, false, 16, 32", "6.12, false, 16, 0", "6.1, true, 1, 32", "6.12, true, 1, 0"})
    void shouldCountFaultsOfAMapping(String kernel, boolean write, int pagesPerFault, int pagesPerRetry) {
        Machine mapped = Machine.builder(MachineSpec.builder().node(64 << 20, 0).kernel(KernelVersion.of(kernel))
                .build()).policies(Policies.of()).build();
        Task reader = mapped.newTask("A", 0);
        SimulatedFile whole = mapped.createFile("f", 4096 * PAGE_BYTES);
        Mapping mapping = reader.mapFile("m", whole, 0, 4096 * PAGE_BYTES, true);
        reader.startTouch(mapping, 4096 * PAGE_BYTES, write, false);
        mapped.run(reader);
        assertEquals(1, mapped.event(VmEvent.PGMAJFAULT));
        assertEquals(4096 / pagesPerFault + (pagesPerRetry == 0 ? 0 : 4096 / pagesPerRetry),
                mapped.event(VmEvent.PGFAULT));
        mapped.validate();
    }
}
