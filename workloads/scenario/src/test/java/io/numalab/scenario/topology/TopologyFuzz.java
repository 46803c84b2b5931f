package io.numalab.scenario.topology;

import io.numalab.scenario.language.Scenario;
import io.numalab.scenario.language.ScenarioException;
import java.nio.charset.StandardCharsets;

/** What a coverage-guided fuzzer calls: {@code mvn -Pfuzz -pl workloads/scenario -am verify -DskipTests}. */
public final class TopologyFuzz {

    private TopologyFuzz() {
    }

    /** Reads a text as a machine and as a scenario: both understand it, or refuse it in one line. */
    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        try {
            Topology topology = TopologyReader.parse("f", text).complete();
            if (!TopologyReader.parse("f", String.join("\n", topology.scenarioLines())).complete().scenarioLines()
                    .equals(topology.scenarioLines())) {
                throw new IllegalStateException("what was read is not what its lines say");
            }
        } catch (ScenarioException refused) {
            checkOneLine(refused);
        }
        try {
            Scenario.parse("f", text);
        } catch (ScenarioException refused) {
            checkOneLine(refused);
        }
    }

    private static void checkOneLine(ScenarioException refused) {
        if (refused.getMessage().lines().count() > 1) {
            throw new IllegalStateException("more than one line: " + refused.getMessage());
        }
    }
}
