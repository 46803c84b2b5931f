package io.numalab.report.judgement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.scenario.language.CostLine;
import io.numalab.scenario.parallel.SimulationRunner;
import io.numalab.scenario.play.UnderTest;
import io.numalab.spi.Policies;
import io.numalab.spi.PolicySpec;
import io.numalab.topology.Price;
import io.numalab.topology.Prices;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class JudgementTest {
    private static final double SCALE = 1 / 64.0;

    @Test
    void shouldDrawTheSameVariantsFromTheSameSeedHoweverMany() {
        assertEquals(Draw.of(20, 1, SCALE), Draw.of(40, 1, SCALE).subList(0, 20));
        assertNotEquals(Draw.of(20, 1, SCALE), Draw.of(20, 2, SCALE));
        assertEquals(Draw.PRESETS, Draw.of(Draw.PRESETS.size(), 1, SCALE).stream().map(Draw::preset).toList());
    }

    @Test
    void shouldDrawWithinTheLimits() {
        for (Draw draw : Draw.of(200, 1, SCALE)) {
            String reread = draw.variation().values().get("reread");
            assertTrue(reread == null || Double.parseDouble(reread) <= 1, draw.toString());
            assertTrue(draw.variation().values().keySet().stream().noneMatch(List.of("node", "expander")::contains));
            double local = cost(draw, "ACCESS_LOCAL");
            for (CostLine line : draw.variation().costs()) {
                double nanos = Prices.hardware().nanos(Price.valueOf(line.name()));
                boolean access = line.name().startsWith("ACCESS") && line.nanos() <= local;
                assertTrue(access || line.nanos() >= nanos * 0.49 && line.nanos() <= nanos * 2.01, line.text());
            }
            assertTrue(cost(draw, "ACCESS_REMOTE") >= local);
        }
    }

    private static double cost(Draw draw, String price) {
        return draw.variation().costs().stream().filter(line -> line.name().equals(price)).findFirst().orElseThrow()
                .nanos();
    }

    @Test
    void shouldCompareWithRivalsAndABoundNobodyBeats() throws Exception {
        Policies policies = Policies.load();
        List<UnderTest> underTest = List.of("cold-cache-first", "default", "membind").stream()
                .map(name -> UnderTest.of(PolicySpec.parse(name), policies)).toList();
        List<Draw> draws = Draw.of(Draw.PRESETS.size(), 3, SCALE).stream()
                .filter(draw -> List.of("fits-one-node", "larger-than-node").contains(draw.preset())).toList();
        int[] played = {0};
        Judgement judgement = Judgement.of(draws, underTest, policies, 1, new SimulationRunner(1, 1L << 30),
                done -> played[0] = done);
        assertEquals(2, played[0]);
        List<String> rows = new String(judgement.table().csv(), StandardCharsets.UTF_8).lines().toList();
        assertEquals(1 + 2 * 4, rows.size());
        for (int variant = 0; variant < 2; variant++) {
            long bound = total(rows.get(1 + variant * 4));
            for (int policy = 1; policy < 4; policy++) {
                String row = rows.get(1 + variant * 4 + policy);
                assertTrue(total(row) >= bound || row.endsWith(",1"), row);
            }
        }
        String text = String.join("\n", judgement.lines());
        assertTrue(text.contains("larger-than-node") && text.contains("membind fails"), text);
        assertTrue(text.contains("no failure that another non-strict policy avoids: yes"), text);
    }

    private static long total(String row) {
        return Long.parseLong(row.split(",")[3]);
    }
}
