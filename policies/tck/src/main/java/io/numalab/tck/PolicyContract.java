package io.numalab.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.numalab.spi.Policies;
import io.numalab.spi.PolicyProvider;
import io.numalab.spi.PolicyRule;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The contract of a policy, as a test to extend: one class, one method.
 *
 * <pre>{@code
 * class MyPolicyTest extends PolicyContract {
 *     @Override
 *     protected PolicyProvider provider() {
 *         return new MyPolicy();
 *     }
 * }
 * }</pre>
 *
 * <p>Every {@link PolicyRule} is a test of its own. A rule that does not concern the policy, since it lacks a
 * capability or promises nothing, is reported as skipped, with the reason. A failure quotes the rule, tells what was
 * seen, and leaves the smallest case found in {@code target/numalab-tck}, as a scenario that {@code numalab run}
 * replays. What became of each rule is listed there too, in a file with the name of the policy.
 *
 * <p>A case that does not end is ended, after so many turns or so much virtual time as {@link PolicyRule#LIVENESS}
 * says, and no other case is played. Only a hook that does not return hangs the test.
 *
 * <p>Takes well under 30 s; {@code -Dnumalab.tck.effort=10} plays ten times as many cases, {@code -Dnumalab.tck.seed=N}
 * others. If it passes all of this, a policy may be attached anywhere; where a policy passes and still does harm, the
 * kit is at fault and wants another rule.
 */
public abstract class PolicyContract {
    private static final int CASES = 40;
    private static final int LAW_TRIES = 4;

    private Exploration exploration;

    /** A contract whose policy is {@link #provider()}. */
    protected PolicyContract() {}

    /** The provider under test; a new one or the same each time. */
    protected abstract PolicyProvider provider();

    /** What the policy promises about its nodes with its default settings; nothing unless overridden. */
    protected Promise promise() {
        return Promise.BEST_EFFORT;
    }

    /** How many times the usual number of cases is played: the system property {@code numalab.tck.effort}, or 1. */
    protected double effort() {
        return Double.parseDouble(System.getProperty("numalab.tck.effort", "1"));
    }

    /** ServiceLoader finds the provider under its name: a jar without {@code META-INF/services} is ignored silently. */
    @Test
    void isFoundByServiceLoader() {
        PolicyProvider provider = provider();
        assertEquals(provider.getClass(), Policies.load().find(provider.name()).getClass(),
                "the provider behind the name " + provider.name());
    }

    /** One test for each rule, in their order. */
    @TestFactory
    Stream<DynamicTest> rules() {
        Subject subject = new Subject(provider(), promise(), null);
        List<String> outcomes = new ArrayList<>();
        return Stream.of(PolicyRule.values()).map(rule -> DynamicTest.dynamicTest(
                rule.id() + " " + rule.name() + ": " + rule.sentence(), () -> check(rule, subject, outcomes)))
                .onClose(() -> Reproduction.writeOutcomes(subject, outcomes));
    }

    private void check(PolicyRule rule, Subject subject, List<String> outcomes) {
        String gate = RunRules.gate(rule, subject);
        Verification verification = gate == null
                ? Verification.of(rule, subject, this::exploration, laws(), seed()) : new Verification(null, gate);
        outcomes.add(rule.id() + " " + rule.name() + ": " + verification.outcome());
        verification.report(subject, seed());
    }

    // Shared by all rules, played when the first of them asks.
    private Exploration exploration() {
        if (exploration == null) {
            int cases = (int) Math.max(1, Math.round(CASES * effort()));
            exploration = Exploration.of(new Subject(provider(), promise(), null), cases, seed());
        }
        return exploration;
    }

    private int laws() {
        return (int) Math.max(1, Math.round(LAW_TRIES * effort()));
    }

    private static long seed() {
        return Long.getLong("numalab.tck.seed", 1);
    }

    /**
     * What became of one rule.
     *
     * @param finding what was found, or null
     * @param unproven why nothing can be said, or null: the rule does not concern the policy, or nothing tried it
     */
    record Verification(Finding finding, String unproven) {

        static Verification of(
                PolicyRule rule, Subject subject, java.util.function.Supplier<Exploration> explored, int tries,
                long seed) {
            return switch (rule) {
                case ONE_NODE, ROOM, RELABELLING, NO_HEAP -> law(rule, subject, tries, seed);
                case LIVENESS -> liveness(subject, explored.get(), tries, seed);
                default -> new Verification(explored.get().findings().get(rule), explored.get().unproven(rule));
            };
        }

        private static Verification law(PolicyRule rule, Subject subject, int tries, long seed) {
            try {
                return lawToItsEnd(rule, subject, tries, seed);
            } catch (Limits.Exceeded busy) {
                return new Verification(
                        null, "a case of it does not end, which " + PolicyRule.LIVENESS.id() + " tells");
            }
        }

        private static Verification lawToItsEnd(PolicyRule rule, Subject subject, int tries, long seed) {
            return switch (rule) {
                case ONE_NODE -> new Verification(Laws.oneNode(subject, tries, seed), null);
                case ROOM -> new Verification(Laws.room(subject, tries, seed), null);
                case RELABELLING -> new Verification(Relabelling.check(subject, tries, seed), null);
                case NO_HEAP -> noHeap(subject, seed);
                default -> throw new IllegalArgumentException(rule + " is no law");
            };
        }

        // The laws have cases of their own, which must end as well.
        private static Verification liveness(Subject subject, Exploration explored, int tries, long seed) {
            Finding finding = explored.findings().get(PolicyRule.LIVENESS);
            for (PolicyRule law : List.of(PolicyRule.ONE_NODE, PolicyRule.ROOM, PolicyRule.NO_HEAP)) {
                if (finding == null && RunRules.gate(law, subject) == null) {
                    try {
                        lawToItsEnd(law, subject, tries, seed);
                    } catch (Limits.Exceeded busy) {
                        finding = busy.finding();
                    }
                }
            }
            return new Verification(finding, explored.unproven(PolicyRule.LIVENESS));
        }

        private static Verification noHeap(Subject subject, long seed) {
            long[] calls = new long[1];
            Finding finding = Laws.noHeap(subject, seed, calls);
            return new Verification(finding, calls[0] > 0 ? null : "the hooks are asked too rarely to measure them");
        }

        String outcome() {
            return finding != null ? "BROKEN, " + finding.seen() : unproven != null ? "skipped, " + unproven : "kept";
        }

        void report(Subject subject, long seed) {
            if (finding != null) {
                fail(Reproduction.message(subject, finding, seed));
            }
            if (unproven != null) {
                abort(unproven);
            }
        }
    }
}
