package io.numalab.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.numalab.spi.Policies;
import io.numalab.topology.MachineSpec;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tasks that read the same file at the same time, each of which may bring a page that another one waits for. */
class SharedReadTest {
    private static final long MIB = 1 << 20;

    // Of twice the memory there is: what the walks wait for is reclaim, in which the others go on.
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void shouldEndEveryRequest(int readers) {
        Machine machine = Machine.builder(MachineSpec.builder().node(16 * MIB, 0, 1, 2, 3).build())
                .policies(Policies.of()).build();
        SimulatedFile file = machine.createFile("f", 32 * MIB);
        List<Task> tasks = new ArrayList<>();
        for (int i = 0; i < readers; i++) {
            Task task = machine.newTask("reader" + i, i);
            // Written pages are slow to reclaim.
            task.startWrite(file, 0, 2 * MIB, false);
            tasks.add(task);
        }
        machine.runAll();
        for (int i = 0; i < readers; i++) {
            Task task = tasks.get(i);
            if (i % 2 == 0) {
                task.startRead(file, 0, 32 * MIB, 2);
            } else {
                task.startTouch(task.mapFile("m", file, 0, 32 * MIB, true), 32 * MIB, false, false);
            }
        }
        machine.runAll();
        machine.validate();
        tasks.forEach(task -> assertEquals(0, task.result().status()));
    }
}
