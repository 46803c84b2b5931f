package io.numalab.report.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.report.measure.NodeSample;
import io.numalab.scenario.language.Scenario;
import io.numalab.scenario.language.ScenarioStep;
import io.numalab.spi.Policies;
import io.numalab.spi.PolicyException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VariantTest {
    private static final Policies POLICIES = Policies.load();
    private static final String TEXT = """
            @kernel 6.1
            @param size 16M 4M..64M memory of the task
            @node 128M cpus=0
            @node 128M cpus=1
            mkdir /cg/logger
            task L cpu=node0
            cgroup L logger
            L read f0 0 32M
            task A cpu=node0 policy=@
            A anon h ${size}
            """;

    @Test
    void shouldKeepNodesAndSettingsWithTheirPolicy() {
        assertEquals(List.of("default", "membind"), Variant.split("default,membind"));
        assertEquals(List.of("bind:0,1", "zone_reclaim:mode=1,min_slab_ratio=5", "default"),
                Variant.split("bind:0,1,zone_reclaim:mode=1,min_slab_ratio=5,default"));
        assertEquals(List.of("bind:0-1,3,static=true", "prefer:+1"),
                Variant.split("bind:0-1,3,static=true;prefer:+1"));
        assertEquals(List.of("default", "default+kernel.numa_balancing=1",
                "zone_reclaim:mode=1,min_slab_ratio=5+vm.watermark_scale_factor=200", "default+demotion=on"),
                Variant.split("default,default+kernel.numa_balancing=1,zone_reclaim:mode=1,min_slab_ratio=5"
                        + "+vm.watermark_scale_factor=200, default+demotion=on"));
        assertEquals(List.of("default+cpuset.logger=0,1", "membind"),
                Variant.split("default+cpuset.logger=0,1,membind"));
        assertThrows(PolicyException.class, () -> Variant.split("default,"));
        assertThrows(PolicyException.class, () -> Variant.split(""));
        assertThrows(PolicyException.class, () -> Variant.split(";default"));
    }

    @Test
    void shouldTellSettingsFromRelativeNodes() {
        Variant variant = Variant.parse("bind:+0-1+vm.swappiness=10+/sys/kernel/mm/lru_gen/enabled=n");
        assertEquals("bind:+0-1", variant.policy().toString());
        assertEquals(List.of("vm.swappiness=10", "/sys/kernel/mm/lru_gen/enabled=n"),
                variant.settings().stream().map(Setting::toString).toList());
        assertEquals(variant, Variant.parse(variant.toString()));
    }

    @Test
    void shouldBecomeLinesOfTheScenario() {
        assertEquals(List.of("write /cg/logger/cpuset.mems 1"), added("default+cpuset.logger=1"));
        assertEquals(List.of("write /sys/kernel/mm/lru_gen/enabled y", "sysctl vm.swappiness=10",
                "write /sys/kernel/mm/numa/demotion_enabled 1"),
                added("default+vm.swappiness=10+mglru=on+demotion=on"));
        assertEquals("6.12", variant("default+kernel=6.12").in(scenario()).header().kernel());
        assertEquals("sim cost ACCESS_REMOTE 99.5",
                variant("default+ACCESS_REMOTE=99.5").in(scenario()).costs().get(0).text());
        assertEquals(1, variant("default+cpuset.logger=1").in(scenario()).steps().indexOf(
                step("default+cpuset.logger=1")), "right behind the step that makes the group");
        assertEquals(4, variant("default+reclaim.logger=4M").in(scenario()).steps().indexOf(
                step("default+reclaim.logger=4M")), "before the first task under test");
    }

    @Test
    void shouldMeasureWhatSettingsDo() throws Exception {
        List<ComparisonCase> cases = plan("default,default+reclaim.logger=8M,default+thp=always").cases();
        assertEquals(List.of(4, 4, 5), cases.stream().map(ComparisonCase::commonSteps).toList());
        List<ComparisonRow> rows = new Comparison(POLICIES).sampling(one -> true).play(cases);
        assertTrue(filePages(rows.get(0)) - filePages(rows.get(1)) >= 2048, "8 MiB or more of the cache are gone");
        assertTrue(rows.get(2).pagesPerSecond() > 2 * rows.get(0).pagesPerSecond(), "huge pages fault faster");
    }

    @Test
    void shouldRefuseWhatTheKernelRefusesBeforeAnythingIsPlayed() {
        refuses("setting vm.swappiness=900", "default+vm.swappiness=900");
        refuses("setting vm.nope=1", "default+vm.nope=1");
        refuses("expected NAME=VALUE", "default+vm.swappiness=");
        refuses("6.1, 6.12", "default+kernel=5.10");
        refuses("off or on", "default+mglru=1");
        refuses("expected one of logger", "default+cpuset.x=1");
        refuses("cpuset.logger=7", "default+cpuset.logger=7");
        refuses("ACCESS_NOWHERE", "default+ACCESS_NOWHERE=7");
        refuses("expected a name among", "default+swappiness=7");
    }

    @Test
    void shouldSweepEverythingByEverything() {
        List<ComparisonCase> cases = plan("zone_reclaim,default").sweep(Sweep.parse("size=8M..16M:8M"))
                .sweep(Sweep.parse("zone_reclaim:mode=1,3")).sweep(Sweep.parse("vm.swappiness=0..100#2"))
                .seeds(5, 2).cases();
        assertEquals(2 * 2 * 2 * 2 * 2, cases.size());
        assertEquals(Map.of("size", "8M", "zone_reclaim:mode", "1", "vm.swappiness", "0"), cases.get(0).point());
        assertEquals("zone_reclaim:mode=1", cases.get(0).underTest().policy().toString());
        assertEquals("default", cases.get(2).underTest().policy().toString());
        assertEquals(5, cases.get(0).seed());
        assertEquals(cases.get(1).seed(), cases.get(3).seed());
        assertEquals("16M", cases.get(31).scenario().values().get("size"));
        assertEquals("zone_reclaim:mode=3", cases.get(12).underTest().policy().toString());
        assertEquals(31, cases.get(31).run());
    }

    @Test
    void shouldExpandRanges() {
        assertEquals(List.of("1", "2", "3"), Sweep.parse("a=1..3").values());
        assertEquals(List.of("1", "2", "4", "8"), Sweep.parse("a=1..8*2").values());
        assertEquals(List.of("0", "0.25", "0.5", "0.75", "1"), Sweep.parse("a=0..1#5").values());
        assertEquals(List.of("0.1", "0.2", "0.3"), Sweep.parse("a=0.1..0.3:0.1").values());
        assertEquals(List.of("512M", "1G"), Sweep.parse("a=512M..1G*2").values());
        assertEquals(List.of("x", "y"), Sweep.parse("a=x,y").values());
        for (String wrong : List.of("a", "a=", "a=3..1", "a=1..3:0", "a=0..4*2", "a=1..4*1", "a=1..2#1", "a=1,,2",
                "a=1..x", "a=0..1:0.00001")) {
            assertThrows(IllegalArgumentException.class, () -> Sweep.parse(wrong), wrong);
        }
    }

    private static long filePages(ComparisonRow row) {
        return row.samples().get(row.samples().size() - 1).nodes().stream().mapToLong(NodeSample::filePages).sum();
    }

    private static void refuses(String words, String variants) {
        String message = assertThrows(IllegalArgumentException.class, () -> plan(variants).cases()).getMessage();
        assertTrue(message.contains(words), message);
    }

    private static ComparisonPlan plan(String variants) {
        return new ComparisonPlan(POLICIES, values -> Scenario.parse("v.scn", TEXT, values))
                .variants(Variant.parseList(variants));
    }

    private static Variant variant(String text) {
        return Variant.parse(text);
    }

    private static Scenario scenario() {
        return Scenario.parse("v.scn", TEXT);
    }

    private static List<String> added(String variant) {
        return variant(variant).in(scenario()).steps().stream().filter(Setting::isFrom).map(ScenarioStep::text)
                .toList();
    }

    private static ScenarioStep step(String variant) {
        return variant(variant).in(scenario()).steps().stream().filter(Setting::isFrom).findFirst().orElseThrow();
    }
}
