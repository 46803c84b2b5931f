package io.numalab.scenario.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.machine.Machine;
import io.numalab.stat.NumaEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The layout is that of numactl 2.0.16; the profile {@code real-tools} of the command line compares with it. */
class NumastatTextTest {
    private final Machine machine = SmallRun.mixed("6.1");
    private final NumastatText numastat = new NumastatText(machine);

    @Test
    void shouldPrintEvents() {
        List<String> lines = numastat.events().lines().toList();
        assertEquals("                           node0           node1           node2", lines.get(0));
        assertEquals(String.format("numa_hit        %16d%16d%16d", machine.numastat(0, NumaEvent.NUMA_HIT),
                machine.numastat(1, NumaEvent.NUMA_HIT), machine.numastat(2, NumaEvent.NUMA_HIT)), lines.get(1));
        assertEquals(7, lines.size());
    }

    @Test
    void shouldPrintMemory() {
        List<String> lines = numastat.memory().lines().toList();
        assertEquals(List.of("", "Per-node system memory usage (in MBs):",
                "                          Node 0          Node 1          Node 2           Total",
                "                 --------------- --------------- --------------- ---------------",
                "MemTotal                  320.00          320.00          256.00          896.00"),
                lines.subList(0, 5));
        assertTrue(lines.get(lines.size() - 1).startsWith("KReclaimable  "));
        assertEquals(36, lines.size());
    }

    @Test
    void shouldPrintAProcess() {
        List<String> lines = numastat.process(machine.task("B")).lines().toList();
        assertEquals(List.of("", "Per-node process memory usage (in MBs) for PID 102 (task-B)",
                "                           Node 0          Node 1          Node 2           Total",
                "                  --------------- --------------- --------------- ---------------",
                "Huge                         0.00            0.00            0.00            0.00"),
                lines.subList(0, 5));
        assertEquals("----------------  --------------- --------------- --------------- ---------------",
                lines.get(8));
        assertTrue(lines.get(9).startsWith("Total  ") && lines.get(9).endsWith("           90.00"), lines.get(9));
        assertEquals(10, lines.size());
    }
}
