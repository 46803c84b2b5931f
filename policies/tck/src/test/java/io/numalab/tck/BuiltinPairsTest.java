package io.numalab.tck;

import static org.junit.jupiter.api.Assertions.assertNull;

import io.numalab.spi.PolicyProvider;
import io.numalab.spi.PolicyRule;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every built-in policy at task scope over every one at machine scope keeps the rules about answers and runs. Three
 * cases a pair; {@code -Ptck-full} plays ten times as many.
 */
class BuiltinPairsTest {
    private static final int CASES = 3;
    private static final long SEED = 7;

    @TestFactory
    Stream<DynamicTest> shouldKeepTheRulesTogether() {
        int cases = (int) Math.max(1, Math.round(CASES * Double.parseDouble(
                System.getProperty("numalab.tck.effort", "1"))));
        List<PolicyProvider> builtins = Builtins.all();
        return builtins.stream().flatMap(above -> builtins.stream().map(beneath -> {
            Subject subject = new Subject(above, Builtins.promise(above), beneath);
            return DynamicTest.dynamicTest(subject.toString(), () -> check(subject, cases));
        }));
    }

    private static void check(Subject subject, int cases) {
        Exploration exploration = Exploration.of(subject, cases, SEED);
        for (PolicyRule rule : PolicyRule.values()) {
            Finding finding = exploration.findings().get(rule);
            assertNull(finding, () -> Reproduction.message(subject, finding, SEED));
        }
        assertNull(exploration.unproven(PolicyRule.ANSWERS));
    }
}
