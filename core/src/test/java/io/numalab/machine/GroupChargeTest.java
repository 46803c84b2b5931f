package io.numalab.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.numalab.spi.Policies;
import io.numalab.stat.VmEvent;
import io.numalab.topology.KernelVersion;
import io.numalab.topology.MachineSpec;
import io.numalab.topology.Price;
import io.numalab.topology.Prices;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pages are charged to the group of the task that brought them, whoever runs in between. */
class GroupChargeTest {
    private static final long MIB = 1 << 20;

    @ParameterizedTest
    @EnumSource(value = KernelVersion.class, names = {"V6_1", "V6_12"})
    void shouldChargeWhoeverTouchedThePageThoughItHadToReclaim(KernelVersion kernel) {
        MachineSpec spec = MachineSpec.builder().node(64 * MIB, 0, 1, 2).kernel(kernel).build();
        // A kswapd so slow that tasks have to reclaim themselves.
        Prices prices = Prices.hardware().with(Price.KSWAPD_SCAN, 100_000);
        Machine machine = Machine.builder(spec).policies(Policies.of()).prices(prices).build();
        Group group = machine.newGroup("g");
        group.account();
        Task own = machine.newTask("A", 0);
        own.join(group);
        Mapping mapping = own.mapAnonymous("m", 30 * MIB);
        own.startTouch(mapping, 30 * MIB, true, false);
        for (int reader = 1; reader <= 2; reader++) {
            Task other = machine.newTask("R" + reader, reader);
            other.startRead(machine.createFile("f" + reader, 100 * MIB), 0, 100 * MIB, 2);
        }
        machine.runAll();
        assertNotEquals(0, machine.event(VmEvent.ALLOCSTALL_MOVABLE));
        long present = LongStream.range(0, mapping.pages()).filter(page -> mapping.nodeAt(page) >= 0).count();
        assertEquals(mapping.pages(), present);
        assertEquals(present, group.chargedPages(0));
        machine.validate();
    }
}
