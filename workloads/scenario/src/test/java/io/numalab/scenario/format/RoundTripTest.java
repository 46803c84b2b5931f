package io.numalab.scenario.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.machine.Machine;
import io.numalab.scenario.play.ScenarioMachine;
import io.numalab.scenario.topology.Topology;
import io.numalab.scenario.topology.TopologyReader;
import io.numalab.topology.MachineSpec;
import io.numalab.topology.NodeSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a simulated machine prints of itself gives the machine back when it is read. */
class RoundTripTest {
    private static final String NODES = "/sys/devices/system/node/";

    static List<Machine> machines() {
        List<Machine> machines = new ArrayList<>();
        for (String kernel : new String[] {"6.1", "6.12", "6.18"}) {
            machines.add(SmallRun.mixed(kernel));
        }
        machines.add(SmallRun.played("@kernel 6.1", "@node 0 cpus=0,2", "@node 300M cpus=1,3 nid=2", "@node 256M nid=7",
                "@distance 10 21 255 / 21 10 120 / 17 28 10", "task A cpu=cpu1", "A anon h 310M"));
        machines.add(SmallRun.played("@kernel 6.12", "@node 4G cpus=0-63", "@node 4G cpus=64-127"));
        return machines;
    }

    private static void assertSame(MachineSpec wanted, MachineSpec got, boolean zonesToo) {
        assertEquals(wanted.nodeCount(), got.nodeCount());
        for (NodeSpec node : wanted.nodes()) {
            NodeSpec other = got.node(node.nid());
            assertEquals(node.cpus(), other.cpus());
            assertEquals(node.managedPages(), other.managedPages());
            if (zonesToo) {
                assertEquals(node.zones(), other.zones());
            }
            for (NodeSpec to : wanted.nodes()) {
                if (exists(wanted, node.nid()) && exists(wanted, to.nid())) {
                    assertEquals(wanted.distance(node.nid(), to.nid()), got.distance(node.nid(), to.nid()));
                }
            }
        }
    }

    private static boolean exists(MachineSpec spec, int nid) {
        return spec.cpuNodes().contains(nid) || spec.memoryNodes().contains(nid);
    }

    private static MachineSpec spec(Topology topology) {
        return ScenarioMachine.spec(topology.complete().scenario());
    }

    @ParameterizedTest
    @MethodSource("machines")
    void shouldGiveTheMachineBackFromZoneinfoAndNumactl(Machine machine) {
        Topology zones = TopologyReader.parse("zoneinfo", new KernelTree(machine).content("/proc/zoneinfo"));
        Topology nodes = TopologyReader.parse("numactl", NumactlText.hardware(machine));
        assertEquals("/proc/zoneinfo", zones.format());
        assertTrue(nodes.format().startsWith("numactl"), nodes.format());
        Topology both = nodes.merge(zones);
        assertSame(machine.spec(), spec(both), true);
        Machine again = ScenarioMachine.builder(both.complete().scenario(), null, machine.prices()).build();
        for (int i = 0; i < machine.zones().size(); i++) {
            assertEquals(machine.zones().get(i).lowPages(), again.zones().get(i).lowPages());
            assertEquals(machine.zones().get(i).protectionPages(), again.zones().get(i).protectionPages());
        }
    }

    @ParameterizedTest
    @MethodSource("machines")
    void shouldGiveTheMachineBackFromSysfs(Machine machine) {
        StringBuilder blocks = new StringBuilder();
        for (Map.Entry<String, String> file : new KernelTree(machine).contents().entrySet()) {
            if (file.getKey().startsWith(NODES)) {
                blocks.append("==> ").append(file.getKey().substring(1)).append(" <==\n").append(file.getValue());
            }
        }
        Topology read = TopologyReader.parse("sysfs", blocks.toString());
        assertSame(machine.spec(), spec(read), false);
        assertEquals(spec(TopologyReader.parse("numactl", NumactlText.hardware(machine))).memoryNodes(),
                spec(read).memoryNodes());
    }
}
