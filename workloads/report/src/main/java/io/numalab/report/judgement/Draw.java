package io.numalab.report.judgement;

import io.numalab.scenario.language.ByteSize;
import io.numalab.scenario.language.CostLine;
import io.numalab.scenario.language.ScenarioParameter;
import io.numalab.scenario.language.SourcePosition;
import io.numalab.scenario.language.Variation;
import io.numalab.scenario.play.Presets;
import io.numalab.topology.Price;
import io.numalab.topology.Prices;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A variant of a preset, drawn by seed: every size but those of nodes by +-30 %, every price by 0.5 to 2 (evenly in its
 * logarithm), the share of the cache that is read again from 0 to 1. All that is not on the own node shares one factor,
 * and is not cheaper than what is. The same seed and number give the same variant, whatever is judged.
 *
 * @param preset its name
 * @param number 0 for the first
 * @param variation the preset's parameters, scale and prices
 */
public record Draw(String preset, int number, Variation variation) {
    /** The presets a policy is judged on: those that put a policy of one task or machine to the test. */
    public static final List<String> PRESETS = Presets.names().stream()
            .filter(name -> !name.equals("thread") && !name.equals("stream-cxl")).toList();

    private static final double SIZE_CHANGE = 0.3;
    private static final long PAGE_BYTES = 4096;
    private static final String REREAD = "reread";
    private static final List<String> NODES = List.of("node", "expander");

    /** So many variants, the presets in turn. @param scale as in {@link Variation#scale} */
    public static List<Draw> of(int variants, long seed, double scale) {
        List<Draw> draws = new ArrayList<>();
        for (int number = 0; number < variants; number++) {
            // A generator of its own for each, so that the first ones do not depend on how many there are.
            SplittableRandom random = new SplittableRandom(seed * 1_000_003 + number);
            String preset = PRESETS.get(number % PRESETS.size());
            draws.add(new Draw(preset, number, new Variation(values(preset, random), scale, costs(random), null)));
        }
        return draws;
    }

    private static Map<String, String> values(String preset, SplittableRandom random) {
        Map<String, String> values = new TreeMap<>();
        for (ScenarioParameter parameter : Presets.load(preset, Map.of()).parameters()) {
            double drawn = random.nextDouble();
            if (parameter.name().equals(REREAD)) {
                values.put(REREAD, Double.toString(StrictMath.round(drawn * 1000) / 1000.0));
            } else if (parameter.defaultValue().matches(".*[KMGT]") && !NODES.contains(parameter.name())) {
                double bytes = ByteSize.parse(parameter.defaultValue()) * (1 - SIZE_CHANGE + 2 * SIZE_CHANGE * drawn);
                values.put(parameter.name(), ByteSize.format(StrictMath.round(bytes / PAGE_BYTES) * PAGE_BYTES));
            }
        }
        return values;
    }

    private static List<CostLine> costs(SplittableRandom random) {
        Prices prices = Prices.hardware();
        Map<Price, Double> drawn = new TreeMap<>();
        for (Price price : Price.values()) {
            double factor = StrictMath.pow(2, 2 * random.nextDouble() - 1);
            if (price.unit().equals("ns") && prices.picos(price) > 0) {
                drawn.put(price, prices.nanos(price) * factor);
            }
        }
        double elsewhere = drawn.get(Price.ACCESS_REMOTE) / prices.nanos(Price.ACCESS_REMOTE);
        for (Price price : List.of(Price.ACCESS_NEAR, Price.ACCESS_REMOTE, Price.ACCESS_CPULESS)) {
            drawn.put(price, Math.max(drawn.get(Price.ACCESS_LOCAL), prices.nanos(price) * elsewhere));
        }
        List<CostLine> lines = new ArrayList<>();
        drawn.forEach((price, nanos) -> lines.add(new CostLine(price.name(),
                StrictMath.round(nanos * 1000) / 1000.0, new SourcePosition("drawn", 1, 1))));
        return lines;
    }
}
