package io.numalab.report.comparison;

import io.numalab.scenario.language.CostLine;
import io.numalab.scenario.language.Scenario;
import io.numalab.scenario.language.ScenarioStep;
import io.numalab.scenario.language.SourcePosition;
import io.numalab.scenario.language.Step;
import io.numalab.scenario.play.ScenarioMachine;
import io.numalab.topology.Price;
import io.numalab.topology.Prices;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A scenario that was scaled down, in slow motion: every price is multiplied and every bandwidth divided by a factor,
 * and a scan of NUMA balancing looks at so much less memory, so that it takes as long as at full size. What goes by the
 * clock (scans, kswapd's naps, the flusher, ticks of a policy) then keeps its proportion to the work; at the usual
 * prices a run of a 64th of the size ends before balancing has looked once.
 */
public final class SlowMotion {
    private static final String SCAN_SIZE = "/sys/kernel/debug/sched/numa_balancing/scan_size_mb";
    private static final int SCAN_MEGABYTES = 256;
    private static final SourcePosition POSITION = new SourcePosition("slow motion", 1, 1);

    private SlowMotion() {
    }

    /**
     * The scenario with other prices; those that are given to it later are not multiplied.
     *
     * @param factor how much slower, one over the scale; at most what keeps every price below a second
     * @throws IllegalArgumentException if a price leaves its range
     */
    public static Scenario of(Scenario scenario, double factor) {
        Prices prices = ScenarioMachine.prices(scenario, Prices.hardware());
        List<CostLine> slow = new ArrayList<>();
        for (Price price : Price.values()) {
            slow.add(line(price.name(), prices.nanos(price), price.unit(), factor));
        }
        for (Map.Entry<String, Long> ofNodes : prices.ofNodes().entrySet()) {
            String unit = (ofNodes.getKey().startsWith("ACCESS") ? Price.ACCESS_LOCAL : Price.BANDWIDTH).unit();
            slow.add(line(ofNodes.getKey(), ofNodes.getValue() / 1000.0, unit, factor));
        }
        long megabytes = Math.max(1, StrictMath.round(SCAN_MEGABYTES / factor));
        Step scan = new Step.WriteTree(SCAN_SIZE, Long.toString(megabytes));
        return new Scenario(scenario.name(), scenario.file(), scenario.header(), scenario.parameters(),
                scenario.values(), slow, scenario.steps()).plus(0, new ScenarioStep(scan, scan.text(), POSITION));
    }

    private static CostLine line(String name, double value, String unit, double factor) {
        double slow = switch (unit) {
            case "ns" -> value * factor;
            case "MB/s" -> value / factor;
            default -> value;
        };
        Prices.hardware().with(name, slow);
        return new CostLine(name, slow, POSITION);
    }
}
