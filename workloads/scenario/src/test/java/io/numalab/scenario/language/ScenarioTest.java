package io.numalab.scenario.language;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ScenarioTest {
    private static final String NODE = "@node 1G cpus=0-1\n";

    static Stream<String> recorderScenarios() throws IOException {
        return resource("scenarios.txt").lines();
    }

    static String resource(String name) throws IOException {
        try (InputStream stream = ScenarioTest.class.getResourceAsStream("/io/numalab/scenario/" + name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String complaint(String text) {
        return assertThrows(ScenarioException.class, () -> Scenario.parse("x.scn", text)).getMessage();
    }

    @ParameterizedTest
    @MethodSource("recorderScenarios")
    void shouldParseWhatTheRecorderPlays(String name) throws IOException {
        Scenario scenario = Scenario.parse(name, resource("scenarios/" + name));
        Scenario again = Scenario.parse(name, scenario.text());
        assertEquals(scenario.header(), again.header());
        assertEquals(steps(scenario), steps(again));
        assertFalse(scenario.steps().isEmpty());
    }

    static List<Step> steps(Scenario scenario) {
        return scenario.steps().stream().map(ScenarioStep::step).toList();
    }

    @Test
    void shouldReadEveryKindOfStep() {
        String steps = String.join(
                "\n", "task A cpu=cpu1 policy=bind:0", "A policy @", "A cpu any", "A anon h 1.5M rand",
                "A reserve q 4K", "A shm s 1GiB", "A touch h w 4K rand", "A loop h 0.5", "A free h",
                "A mlock s", "A madvise s dontneed", "A mbind s interleave:0 move", "A migrate 0 0",
                "A churn 1M 3", "A read f0 0 1M 2", "A write w0 0 1M sync", "A mmap-file m f0 0 1M w",
                "bg A touch s r", "wait A", "wait", "sysctl vm.x=1", "write /cg/a/b c d", "mkdir /cg/a",
                "cgroup A a", "show /x", "swapon", "sync", "drop-caches 3", "sleep 5", "settle", "settle 9",
                "exit A", "sim policy zone_reclaim:mode=1", "sim alloc A n0 thisnode atomic nowarn order=2 7",
                "sim access A s 12 rand w", "sim bg access A s 12");
        Scenario scenario = Scenario.parse("x.scn", NODE + steps);
        assertEquals(36, scenario.steps().size());
        assertEquals(steps(scenario), steps(Scenario.parse("x.scn", scenario.text())));
        assertEquals(1, scenario.firstStepUnderTest());
    }

    @Test
    void shouldReplaceParametersInStepsAndNodeSizes() {
        String text = "@param size 1G 1M..4G of a node\n@param n 2 1..8 tasks\n@node ${size} cpus=0\n"
                + "sim repeat ${n} as i\ntask A${i}\nA${i} anon h ${size/n}\nend\n";
        Scenario scenario = Scenario.parse("x.scn", text, Map.of("size", "2G"));
        assertEquals(2L << 30, scenario.header().nodes().get(0).bytes());
        assertEquals(List.of("task A0", "A0 anon h 1073741824", "task A1", "A1 anon h 1073741824"),
                scenario.steps().stream().map(ScenarioStep::text).toList());
        assertEquals(5, scenario.steps().get(0).position().line());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "(1+2)*3|9", "7/2|3", "7%4|3", "1M-1K|1047552", "((2))|2", "10-2-3|5", "2+3*4|14"})
    void shouldEvaluateExpressions(String expression, String value) {
        Scenario scenario = Scenario.parse("x.scn", NODE + "sleep ${" + expression + "}");
        assertEquals("sleep " + value, scenario.steps().get(0).text());
    }

    @Test
    void shouldNameFileLineColumnAndWhatWasExpected() {
        assertEquals("x.scn:3:10: expected a size from 0 to 64T such as 490M or 1.5G (of the mapping), got 4X",
                complaint(NODE + "task A\nA anon h 4X\n"));
        assertTrue(complaint(NODE + "  q").startsWith("x.scn:2:3: expected a step"));
        assertEquals("x.scn:1:7: expected a size from 0 to 64T such as 490M or 1.5G (memory of the node), got -1G",
                complaint("@node -1G"));
        assertEquals("x.scn:2:8: expected cpu=nodeN of a node with CPUs, one of node0, got cpu=node7",
                complaint(NODE + "task A cpu=node7"));
        assertEquals("x.scn:3:11: expected r or w, got the end of the line", complaint(NODE + "task A\nA touch hi"));
    }

    @Test
    void shouldReadNodesWithGapsInTheirNumbering() {
        String text = "@node 1G cpus=0-1\n@node 2G cpus=2 nid=8\n@node 512M\n@node 512M nid=250\n"
                + "@distance 10 40 80 80 / 40 10 80 80 / 80 80 10 80 / 80 80 80 10\n"
                + "task A cpu=node8\nsim alloc A n250\nA migrate 0 9,250\n";
        Scenario scenario = Scenario.parse("x.scn", text);
        assertEquals(List.of(0, 8, 9, 250), scenario.header().nodes().stream().map(NodeLine::nid).toList());
        assertEquals(scenario.header(), Scenario.parse("x.scn", scenario.text()).header());
        assertEquals("x.scn:5:8: expected cpu=nodeN of a node with CPUs, one of node0, node8, got cpu=node9",
                complaint("@node 1G cpus=0\n@node 1G cpus=1 nid=8\n@node 1G\n\ntask A cpu=node9"));
        assertEquals("x.scn:4:13: expected nN with N of 0,8, got n1",
                complaint("@node 1G cpus=0\n@node 1G nid=8\ntask A\nsim alloc A n1"));
        assertEquals("x.scn:2:10: expected nid=N from 1 to 1023, got nid=0", complaint(NODE + "@node 1G nid=0"));
        assertEquals("x.scn:2:10: expected nid=N from 1 to 1023, got nid=1024", complaint(NODE + "@node 1G nid=1024"));
    }

    @Test
    void shouldReadZonesThatAreTakenAsTheyAre() {
        String zone = "sim zone 0 Normal start=1048576 managed=1000 min=10 low=12 high=14 protection=0,0,5,5";
        Scenario scenario = Scenario.parse("x.scn", NODE + zone + "\ntask A\n");
        assertEquals(List.of(zone), scenario.header().zones().stream().map(ZoneLine::text).toList());
        assertEquals(1, scenario.steps().size());
        assertEquals(scenario.header(), Scenario.parse("x.scn", scenario.text()).header());
        assertEquals("x.scn:2:53: expected low=N from 10 to 2147483647, got low=9",
                complaint(NODE + zone.replace("low=12", "low=9")));
        assertEquals("x.scn:3:12: expected each zone of a node once, got Normal",
                complaint(NODE + zone + "\n" + zone));
    }

    @Test
    void shouldPlayOnAnotherMachine() {
        ScenarioHeader machine = Scenario.parse("m.scn", "@node 4G cpus=0\n@node 4G cpus=7 nid=3\n"
                + "@distance 10 17 / 17 10\n").header();
        String text = "@title t\n@kernel 6.12\n@node 1G cpus=0-1\n@distance 10\n@swap 1G\n";
        ScenarioHeader header = Scenario.parse("x.scn", text, Map.of(), machine).header();
        assertEquals(machine.nodes(), header.nodes());
        assertEquals(machine.distance(), header.distance());
        assertEquals("t 6.12 1G", header.title() + " " + header.kernel() + " " + header.swapText());
        assertEquals("x.scn:6:8: expected cpu=nodeN of a node with CPUs, one of node0, node3, got cpu=node1",
                assertThrows(ScenarioException.class,
                        () -> Scenario.parse("x.scn", text + "task A cpu=node1", Map.of(), machine)).getMessage());
        assertEquals("x.scn:1:8: expected CPUs of the machine, which has 0,7, got cpu=cpu1",
                assertThrows(ScenarioException.class,
                        () -> Scenario.parse("x.scn", "task A cpu=cpu1", Map.of(), machine)).getMessage());
    }

    @Test
    void shouldRefuseAnEndlessListInOneLine() {
        assertTrue(complaint("@node 1G cpus=0" + ",0".repeat(30_000) + ",x").contains("cpus=LIST"));
        assertEquals(List.of(0), Scenario.parse("x.scn", "@node 1G cpus=0" + ",0".repeat(30_000)).header()
                .nodes().get(0).cpus());
    }

    @Test
    void shouldNameTheRangeOfParameters() {
        String text = "@param threads 1 1..64 that allocate\n" + NODE;
        assertEquals("x.scn:1:1: expected a whole number 1..64 for parameter threads, got 65",
                assertThrows(ScenarioException.class, () -> Scenario.parse("x.scn", text, Map.of("threads", "65")))
                        .getMessage());
        assertEquals("x.scn: expected one of the parameters threads (1..64), got thread",
                assertThrows(ScenarioException.class, () -> Scenario.parse("x.scn", text, Map.of("thread", "2")))
                        .getMessage());
    }

    @Test
    void shouldRefuseMisspeltTasksAndSteps() {
        assertTrue(complaint(NODE + "task A\nB anon h 1M").contains("declared task (A), got B"));
        assertTrue(complaint(NODE + "task A\ntask A").contains("line 2 starts this one"));
        assertTrue(complaint(NODE + "task wait").contains("not a word of the language"));
    }

    @Test
    void shouldBoundWhatARepeatUnrolls() {
        assertTrue(complaint(NODE + "sim repeat 100000\nsim repeat 100000\nend\nend")
                .contains("at most 1000000 lines"));
        assertTrue(complaint(NODE + "sim repeat 2\n".repeat(17)).contains("at most 16 nested"));
        assertTrue(complaint(NODE + "sim repeat 100000\nsync\nsync\nend").contains("at most 100000 steps"));
        assertTrue(complaint(NODE + "sim repeat 3\nsync").contains("an end for this sim repeat"));
        assertTrue(complaint(NODE + "end").contains("sim repeat before"));
    }

    @Test
    void shouldRefuseTooMuch() {
        assertTrue(complaint(NODE + "#" + "x".repeat(SourceLine.LENGTH_MAX)).contains(
                "at most " + SourceLine.LENGTH_MAX + " characters"));
        assertTrue(complaint("@node 1M\n".repeat(1025)).contains("at most 1024 nodes"));
        assertTrue(complaint("#\n".repeat(100_001)).contains("at most 100000 lines"));
        assertTrue(complaint(NODE + "sleep ${9000000G*9000000G}").contains("got"));
        assertTrue(complaint(NODE + "sleep ${" + "(".repeat(40) + "1").contains("a closing }"));
        assertTrue(complaint(NODE + "sleep ${" + "(".repeat(40) + "1}").contains("at most 32 nested"));
    }

    @Test
    void shouldCheckDistancesAndCpus() {
        assertTrue(complaint(NODE + "@distance 10 20").contains("1 rows of 1 distances"));
        assertTrue(complaint(NODE + "@distance 11").contains("10 as the distance"));
        assertTrue(complaint(NODE + NODE).contains("CPUs that no other node has"));
        assertTrue(complaint("").contains("at least one @node line"));
        assertTrue(complaint(NODE + "@kernel 5.4").contains("expected 6.1 or 6.12 or 6.18, got 5.4"));
    }

    @Test
    void shouldReadPricesAndFiles() {
        Scenario scenario = Scenario.parse("d/x.scn", NODE + "@file big 100G\n@swap 1G\nsim cost ACCESS_LOCAL 52.98\n");
        assertEquals(List.of(new FileLine("big", 100L << 30)), scenario.header().files());
        assertEquals(1L << 30, scenario.header().swapBytes());
        assertEquals(52.98, scenario.costs().get(0).nanos());
        assertEquals("x", scenario.name());
    }
}
