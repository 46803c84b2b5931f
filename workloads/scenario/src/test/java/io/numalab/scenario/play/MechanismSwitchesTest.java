package io.numalab.scenario.play;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.machine.Machine;
import io.numalab.scenario.language.Scenario;
import io.numalab.scenario.language.ScenarioException;
import io.numalab.scenario.result.StepResult;
import io.numalab.stat.NodeGauge;
import io.numalab.stat.VmEvent;
import io.numalab.topology.Prices;
import java.util.stream.LongStream;
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
        long demoted = machine.event(VmEvent.PGDEMOTE_DIRECT) + machine.event(VmEvent.PGDEMOTE_KSWAPD)
                + machine.event(VmEvent.PGDEMOTE_PROACTIVE);
        assertEquals(demotes, demoted >= 2048, () -> demoted + " demoted");
        assertEquals(demotes, machine.gauge(1, NodeGauge.NR_ANON_PAGES) > 0);
    }

    @Test
    void shouldMakeTheRecordedTiersOfTheHmat() {
        Scenario scenario = Scenario.parse("x.scn", "@kernel 6.12\n" + SLOW_NODE);
        assertArrayEquals(new int[] {4, 72}, HmatTiers.of(scenario));
        assertArrayEquals(new long[] {20L << 30, 5L << 30}, HmatTiers.bandwidths(scenario));
        assertArrayEquals(new int[] {4, 4}, HmatTiers.of(Scenario.parse("x.scn", SLOW_NODE)));
        assertArrayEquals(new int[] {4, 4}, HmatTiers.of(Scenario.parse("x.scn", "@kernel 6.12\n" + NODES)));
        String imported = "@kernel 6.12\n@node 512M cpus=0\n@node 512M\nsim cost ACCESS.0.0 100\n"
                + "sim cost ACCESS.0.1 250\n";
        assertArrayEquals(new int[] {4, 4}, HmatTiers.of(Scenario.parse("x.scn", imported)), "no bandwidth, no tier");
        assertArrayEquals(new int[] {4, 45}, HmatTiers.of(Scenario.parse("x.scn",
                imported + "sim cost BANDWIDTH.0 100000\nsim cost BANDWIDTH.1 25000\n")));
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

    // 20 and 5 GB/s: shares 25 and 6 of 32.
    @Test
    void shouldMakeInterleaveWeightsOfTheHmatSince618() {
        String nodes = "\n" + SLOW_NODE;
        String auto = "write /sys/kernel/mm/mempolicy/weighted_interleave/auto ";
        String weight = "write /sys/kernel/mm/mempolicy/weighted_interleave/node0 ";
        assertEquals(1, play("@kernel 6.12" + nodes + "sync").interleaveWeight(0));
        assertEquals(StepResult.of("-", -2, 0), last("@kernel 6.12" + nodes + auto + "1"));
        Machine machine = play("@kernel 6.18" + nodes
                + "task A cpu=node0 policy=weighted-interleave:0-1\nA anon h 31M");
        assertEquals(25, machine.interleaveWeight(0));
        assertEquals(6, machine.interleaveWeight(1));
        long local = LongStream.range(0, 31 * 256)
                .filter(page -> machine.task("A").mapping("h").nodeAt(page) == 0).count();
        assertEquals(25 * 256, local);
        assertEquals(3, play("@kernel 6.18" + nodes + weight + "3").interleaveWeight(0));
        assertEquals(6, play("@kernel 6.18" + nodes + weight + "3").interleaveWeight(1));
        assertEquals(25, play("@kernel 6.18" + nodes + weight + "3\n" + auto + "1").interleaveWeight(0));
        assertEquals(25, play("@kernel 6.18" + nodes + weight + "3\n" + weight + "0").interleaveWeight(0));
    }

    @ParameterizedTest
    @CsvSource({
        "6.1,8M,0", "6.1,8M swappiness=60,-22", "6.12,8M swappiness=60,0", "6.12,8M swappiness=201,-22",
        "6.12,8M swappiness=max,-22", "6.18,8M swappiness=max,0", "6.18,8M swappiness=200,0", "6.18,8M swap=1,-22"
    })
    void shouldTakeASwappinessOfItsOwn(String kernel, String value, int status) {
        assertEquals(StepResult.of("-", status, 0), last("@kernel " + kernel + "\n@swap 64M\n" + NODES
                + "swapon\nmkdir /cg/g\ntask A cpu=node0\ncgroup A g\nA read f0 0 24M\nA anon h 16M\n"
                + "write /cg/g/memory.reclaim " + value));
    }

    @ParameterizedTest
    @CsvSource({"classic,n", "generations,y"})
    void shouldReclaimOnlyOneTypeWithTheSwappinessOfItsEnd(String lru, String enabled) {
        String group = "@kernel 6.18\n@swap 64M\n" + NODES + "write /sys/kernel/mm/lru_gen/enabled " + enabled
                + "\nswapon\nmkdir /cg/g\ntask A cpu=node0\ncgroup A g\nA read f0 0 16M\nA anon h 16M\n"
                + "write /cg/g/memory.reclaim ";
        Machine anon = play(group + "4M swappiness=max\nsettle");
        assertTrue(anon.event(VmEvent.PGSTEAL_ANON) >= 1024, lru);
        assertEquals(0, anon.event(VmEvent.PGSTEAL_FILE), lru);
        Machine file = play(group + "4M swappiness=0\nsettle");
        assertEquals(0, file.event(VmEvent.PGSTEAL_ANON), lru);
        assertTrue(file.event(VmEvent.PGSTEAL_FILE) >= 1024, lru);
    }

    @Test
    void shouldDropNodeReclaimByAPatch() {
        String patched = "@kernel 6.18\n" + NODES + "sim patch no-node-reclaim\n";
        for (String name : new String[] {"vm.zone_reclaim_mode", "vm.min_unmapped_ratio", "vm.min_slab_ratio"}) {
            assertEquals(StepResult.of("-", -2, 0), last(patched + "sysctl " + name + "=1"));
        }
        // A node with so little cache is spared by the threshold, which is 1 % of it.
        String little = "task A cpu=node0\nA read f0 0 512K\nwrite /sys/devices/system/node/node0/reclaim 128K";
        assertEquals(StepResult.of("-", -11, 0), last("@kernel 6.18\n" + NODES + little));
        assertEquals(StepResult.of("-", 0, 0), last(patched + little));
        assertThrows(ScenarioException.class, () -> play(NODES + "sim patch nothing"));
    }

    private static long reclaimedOfDirty(String line) {
        Machine machine = play("@kernel 6.1\n" + NODES + "sysctl vm.dirty_ratio=100\n"
                + "sysctl vm.dirty_background_ratio=100\nsysctl vm.dirty_writeback_centisecs=0\n" + line
                + "\nsysctl vm.zone_reclaim_mode=3\ntask A cpu=node0\nA write w 0 40M\nA anon h 40M");
        return machine.event(VmEvent.PGSCAN_DIRECT);
    }

    @Test
    void shouldSubtractDirtyPagesByAPatch() {
        assertTrue(reclaimedOfDirty("sync") > 0);
        assertEquals(0, reclaimedOfDirty("sim patch dirty-subtracted"));
    }

    @Test
    void shouldLimitPromotionByTheSysctl() {
        Machine machine = play("@kernel 6.12\n" + SLOW_NODE + "sim cost ACCESS_REMOTE 20000\n"
                + "sysctl kernel.numa_balancing_promote_rate_limit_MBps=1\nsysctl kernel.numa_balancing=2\n"
                + "task A cpu=node0 policy=bind:1\nA anon h 4M\nA policy default\nA loop h 1.5");
        assertTrue(machine.event(VmEvent.PGPROMOTE_SUCCESS) > 0);
        assertTrue(machine.event(VmEvent.PGPROMOTE_SUCCESS) <= 512);
        assertEquals(1024, machine.event(VmEvent.PGPROMOTE_CANDIDATE));
    }

    @Test
    void shouldMoveAGroupToOtherNodes() {
        Machine machine = play(NODES + "mkdir /cg/g\nwrite /cg/g/cpuset.mems 0\ntask A cpu=node0\ncgroup A g\n"
                + "A anon h 4M\nwrite /cg/g/cpuset.mems 1\nA anon i 4M");
        assertEquals(1, machine.task("A").mapping("i").nodeAt(0));
        assertEquals(1, machine.task("A").mapping("h").nodeAt(0));
    }
}
