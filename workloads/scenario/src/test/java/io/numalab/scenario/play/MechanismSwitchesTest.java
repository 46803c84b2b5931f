package io.numalab.scenario.play;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.machine.Machine;
import io.numalab.scenario.language.Scenario;
import io.numalab.scenario.result.StepResult;
import io.numalab.stat.NodeGauge;
import io.numalab.stat.VmEvent;
import io.numalab.topology.Prices;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every mechanism that is weighed against zone_reclaim is switched by lines of a scenario, without a recording. */
class MechanismSwitchesTest {
    private static final String NODES = "@node 64M cpus=0-1\n@node 64M cpus=2-3\n";
    private static final String SLOW_NODE = """
            @node 64M cpus=0-1
            @node 128M
            @hmat hmat-lb,initiator=0,target=0,hierarchy=memory,data-type=access-latency,latency=10
            @hmat hmat-lb,initiator=0,target=0,hierarchy=memory,data-type=access-bandwidth,bandwidth=20G
            @hmat hmat-lb,initiator=0,target=1,hierarchy=memory,data-type=access-latency,latency=40
            @hmat hmat-lb,initiator=0,target=1,hierarchy=memory,data-type=access-bandwidth,bandwidth=5G
            """;

    private static ScenarioPlayer player(String lines) {
        Scenario scenario = Scenario.parse("x.scn", lines);
        return new ScenarioPlayer(scenario, ScenarioMachine.builder(scenario, null, Prices.hardware()).build(),
                UnderTest.DEFAULT);
    }

    private static Machine play(String lines) {
        ScenarioPlayer player = player(lines);
        player.playAll();
        player.machine().validate();
        return player.machine();
    }

    private static StepResult last(String lines) {
        ScenarioPlayer player = player(lines);
        while (true) {
            var outcome = player.playNext();
            if (!player.hasNext()) {
                return outcome.results().get(outcome.results().size() - 1);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'@append transparent_hugepage=always',          '',                       true",
        "'@append transparent_hugepage=always',          'A madvise h nohugepage', false",
        "'@append transparent_hugepage=madvise',         '',                       false",
        "'@append transparent_hugepage=madvise',         'A madvise h hugepage',   true",
        "'@append a transparent_hugepage=always x=y transparent_hugepage=never', 'A madvise h hugepage', false",
        "'',                                             'A madvise h hugepage',   false"
    })
    void shouldTakeHugePagesByCommandLineAndAdvice(String header, String advice, boolean huge) {
        Machine machine = play(NODES + header + "\ntask A cpu=node0\nA reserve h 16M\n" + advice + "\nA touch h w");
        assertEquals(huge, machine.event(VmEvent.THP_FAULT_ALLOC) > 0);
    }

    @Test
    void shouldTakeHugePagesByTheFileInSys() {
        String enabled = "write /sys/kernel/mm/transparent_hugepage/enabled ";
        assertTrue(play(NODES + enabled + "always\ntask A cpu=node0\nA anon h 16M")
                .event(VmEvent.THP_FAULT_ALLOC) > 0);
        assertEquals(StepResult.of("-", -22, 0), last(NODES + enabled + "sometimes"));
        String defrag = "write /sys/kernel/mm/transparent_hugepage/defrag ";
        for (String mode : new String[] {"always", "defer", "defer+madvise", "madvise", "never"}) {
            assertEquals(StepResult.of("-", 0, 0), last(NODES + defrag + mode));
        }
        assertEquals(StepResult.of("-", -22, 0), last(NODES + defrag + "on"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sysctl kernel.numa_balancing=1", "write /proc/sys/kernel/numa_balancing 1", "sleep 0"})
    void shouldBalanceByTheSysctl(String line) {
        Machine machine = play(NODES + "sim cost ACCESS_REMOTE 20000\nsim cost ACCESS_LOCAL 20000\n" + line
                + "\ntask A cpu=node1\nA anon h 4M\nA cpu node0\nA loop h 5");
        assertEquals(line.equals("sleep 0") ? 0 : 1024, machine.event(VmEvent.NUMA_PAGES_MIGRATED));
    }

    @Test
    void shouldBalanceByTheCommandLine() {
        Machine machine = play(NODES + "@append numa_balancing=enable\nsim cost ACCESS_REMOTE 20000\n"
                + "sim cost ACCESS_LOCAL 20000\ntask A cpu=node1\nA anon h 4M\nA cpu node0\nA loop h 5");
        assertEquals(1024, machine.event(VmEvent.NUMA_PAGES_MIGRATED));
    }

    @ParameterizedTest
    @CsvSource({"6.1,0", "6.12,1024"})
    void shouldPromoteFromTheTierThatTheHmatMakes(String kernel, long promoted) {
        Machine machine = play("@kernel " + kernel + "\n" + SLOW_NODE + "sim cost ACCESS_REMOTE 20000\n"
                + "sysctl kernel.numa_balancing=2\ntask A cpu=node0 policy=bind:1\nA anon h 4M\nA policy default\n"
                + "A loop h 5");
        assertEquals(promoted, machine.event(VmEvent.PGPROMOTE_SUCCESS));
    }

    @ParameterizedTest
    @CsvSource({"6.1,1,false", "6.12,1,true", "6.12,0,false", "6.18,true,true"})
    void shouldDemoteToTheTierThatTheHmatMakes(String kernel, String enabled, boolean demotes) {
        Machine machine = play("@kernel " + kernel + "\n" + SLOW_NODE + "write /sys/kernel/mm/numa/demotion_enabled "
                + enabled + "\nmkdir /cg/g\ntask A cpu=node0\ncgroup A g\nA anon h 32M\n"
                + "write /cg/g/memory.reclaim 8M\nsettle");
        long demoted = machine.event(VmEvent.PGDEMOTE_DIRECT) + machine.event(VmEvent.PGDEMOTE_KSWAPD);
        assertEquals(demotes, demoted >= 2048, () -> demoted + " demoted");
        assertEquals(demotes, machine.gauge(1, NodeGauge.NR_ANON_PAGES) > 0);
    }

    @Test
    void shouldMakeTheRecordedTiersOfTheHmat() {
        Scenario scenario = Scenario.parse("x.scn", "@kernel 6.12\n" + SLOW_NODE);
        assertArrayEquals(new int[] {4, 72}, HmatTiers.of(scenario.header()));
        assertArrayEquals(new long[] {20L << 30, 5L << 30}, HmatTiers.bandwidths(scenario.header()));
        assertArrayEquals(new int[] {4, 4}, HmatTiers.of(Scenario.parse("x.scn", SLOW_NODE).header()));
        assertArrayEquals(new int[] {4, 4}, HmatTiers.of(Scenario.parse("x.scn", "@kernel 6.12\n" + NODES).header()));
    }

    @Test
    void shouldReclaimAndLimitAGroup() {
        String group = NODES + "mkdir /cg/g\ntask A cpu=node0\ncgroup A g\nA read f0 0 24M\n";
        assertEquals(StepResult.of("-", 0, 0), last(group + "write /cg/g/memory.reclaim 8M"));
        assertEquals(StepResult.of("-", -11, 0), last(group + "write /cg/g/memory.reclaim 40M"));
        assertEquals(StepResult.of("-", -22, 0), last(group + "write /cg/g/memory.reclaim much"));
        Machine machine = play(NODES + "mkdir /cg/g\nwrite /cg/g/memory.max 8M\ntask A cpu=node0\ncgroup A g\n"
                + "A read f0 0 24M");
        assertTrue(machine.gauge(0, NodeGauge.NR_FILE_PAGES) <= 2048);
    }

    @ParameterizedTest
    @CsvSource({"6.12,-2", "6.18,0"})
    void shouldReclaimANode(String kernel, int status) {
        assertEquals(StepResult.of("-", status, 0), last("@kernel " + kernel + "\n" + NODES
                + "task A cpu=node0\nA read f0 0 24M\nwrite /sys/devices/system/node/node0/reclaim 4M"));
    }

    @Test
    void shouldMoveAGroupToOtherNodes() {
        Machine machine = play(NODES + "mkdir /cg/g\nwrite /cg/g/cpuset.mems 0\ntask A cpu=node0\ncgroup A g\n"
                + "A anon h 4M\nwrite /cg/g/cpuset.mems 1\nA anon i 4M");
        assertEquals(1, machine.task("A").mapping("i").nodeAt(0));
    }
}
