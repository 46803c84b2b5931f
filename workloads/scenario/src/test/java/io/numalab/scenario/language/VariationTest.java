package io.numalab.scenario.language;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a run changes of a scenario: parameters, scale and prices. */
class VariationTest {
    private static final String TEXT = """
            @param size 1G 0..8G memory of the task
            @kernel 6.1
            @node 2G cpus=0
            @node 4G
            @swap 512M
            @file f 1G
            sim cost ANON_FAULT 7
            task A cpu=node0
            A anon h ${size}
            A read f 0 ${size/2}
            sim access A h 1000 hot=10:90:100 r
            sim pread A f 0 100M 1000 uniform
            sim alloc A n0 order=2 64
            A churn 16M 3
            """;

    private static Scenario at(double scale) {
        return Scenario.parse("t.scn", TEXT, new Variation(Map.of("size", "2G"), scale, List.of(), null));
    }

    @Test
    void shouldScaleEverySizeAndCountOnce() {
        String text = at(0.25).text();
        for (String line : List.of("@node 512M cpus=0", "@node 1G", "@swap 128M", "@file f 256M", "A anon h 512M",
                "A read f 0 256M", "sim access A h 250 hot=10:90:25 r", "sim pread A f 0 25M 250 uniform",
                "sim alloc A n0 order=2 16", "A churn 4M 3", "sim cost ANON_FAULT 7")) {
            assertTrue(text.contains(line + "\n"), line + " in\n" + text);
        }
        assertEquals(text, Scenario.parse("t.scn", text).text());
        assertTrue(at(1).text().contains("A anon h 2G\n"));
    }

    @Test
    void shouldKeepWholePagesAndLetNothingVanish() {
        Variation third = new Variation(Map.of(), 1 / 3.0, List.of(), null);
        assertEquals(4096, third.bytes(8192 * 2) % 8192);
        assertEquals(4096, third.bytes(4096));
        assertEquals(0, third.bytes(0));
        assertEquals(1, third.bytes(1));
        assertEquals(1, third.count(1));
        assertEquals(0, third.count(0));
    }

    @Test
    void shouldRefuseANodeTheRulesOfTheKernelDoNotScaleTo() {
        String message = assertThrows(ScenarioException.class, () -> at(0.1)).getMessage();
        assertEquals("t.scn:3:7: expected a node of at least 256M at scale 0.1, where this has 204M, got 2G", message);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 17, Double.NaN, 0.0001})
    void shouldRefuseAnImpossibleScale(double scale) {
        assertThrows(IllegalArgumentException.class, () -> at(scale));
    }

    @Test
    void shouldPutThePricesOfTheRunLast() {
        CostLine cost = new CostLine("ANON_FAULT", 9, new SourcePosition("--cost", 1, 1));
        Scenario scenario = Scenario.parse("t.scn", TEXT, new Variation(Map.of(), 1, List.of(cost), null));
        assertEquals(List.of("sim cost ANON_FAULT 7", "sim cost ANON_FAULT 9"),
                scenario.costs().stream().map(CostLine::text).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"zipf", "zipf=11", "zipf=-1", "hot=10", "hot=0:10", "hot=10:101", "hot=1:2:3:4", "seq=1",
        "often"})
    void shouldRefuseAnUnknownOrder(String order) {
        String message = assertThrows(ScenarioException.class, () -> Scenario.parse("t.scn",
                "@node 1G cpus=0\ntask A\nA anon h 1M\nsim access A h 1 " + order + " r\n")).getMessage();
        assertTrue(message.startsWith("t.scn:4:18: expected seq, rand, stream, uniform, zipf=S"), message);
    }
}
