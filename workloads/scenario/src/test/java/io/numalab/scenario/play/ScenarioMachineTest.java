package io.numalab.scenario.play;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.numalab.machine.Machine;
import io.numalab.machine.ZoneState;
import io.numalab.scenario.language.Scenario;
import io.numalab.spi.NodeMask;
import io.numalab.spi.ZoneType;
import io.numalab.topology.MachineSpec;
import io.numalab.topology.Prices;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScenarioMachineTest {

    @Test
    void shouldKeepTheKernelsNodeIds() {
        MachineSpec spec = ScenarioMachine.spec(Scenario.parse("x.scn", "@node 1G cpus=0\n@node 0 cpus=1 nid=3\n"
                + "@node 512M nid=8\n@distance 10 40 80 / 40 10 81 / 80 82 10\n"));
        assertEquals(9, spec.nodeCount());
        assertEquals(NodeMask.of(0, 8), spec.memoryNodes());
        assertEquals(NodeMask.of(0, 3), spec.cpuNodes());
        assertEquals(List.of(40, 81, 82, 20),
                List.of(spec.distance(0, 3), spec.distance(3, 8), spec.distance(8, 3), spec.distance(0, 5)));
    }

    @Test
    void shouldTakeZonesAndMarksAsTheyAre() {
        String text = "@node 300M cpus=0\n@node 100M\n"
                + "sim zone 0 Normal start=1048576 managed=70000 min=300 low=400 high=555 protection=0,0,0,0\n"
                + "sim zone 0 DMA start=1 managed=3000 min=10 low=20 high=30 protection=0,7,8,9\n"
                + "sim zone 1 Movable start=2097152 managed=20000 min=1 low=2 high=3 protection=\n"
                + "task A cpu=node0\nA anon h 100M\n";
        Scenario scenario = Scenario.parse("x.scn", text);
        Machine machine = ScenarioMachine.builder(scenario, null, Prices.hardware()).build();
        assertEquals(List.of(ZoneType.DMA, ZoneType.NORMAL, ZoneType.MOVABLE),
                machine.zones().stream().map(ZoneState::type).toList());
        assertEquals(1, machine.spec().node(0).zones().get(0).startPfn());
        ZoneState low = machine.zones().get(0);
        assertEquals(List.of(3000, 3000, 10, 20, 30), List.of(low.managedPages(), low.freePages(), low.minPages(),
                low.lowPages(), low.highPages()));
        assertEquals(List.of(0, 7, 8, 9), low.protectionPages().subList(0, 4));
        assertEquals(555, machine.zones().get(1).highPages());
        new ScenarioPlayer(scenario, machine, UnderTest.DEFAULT).playAll();
        machine.validate();
    }

    @Test
    void shouldRefuseZonesOfSomeNodesOnly() {
        Scenario scenario = Scenario.parse("x.scn", "@node 300M cpus=0\n@node 100M\n"
                + "sim zone 0 Normal start=1 managed=70000 min=1 low=2 high=3 protection=0\n");
        assertEquals("expected sim zone lines for each @node with memory and no other, got 0 for node 1",
                assertThrows(IllegalArgumentException.class, () -> ScenarioMachine.spec(scenario)).getMessage());
    }
}
