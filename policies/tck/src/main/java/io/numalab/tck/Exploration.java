package io.numalab.tck;

import io.numalab.scenario.language.ScenarioException;
import io.numalab.spi.PolicyException;
import io.numalab.spi.PolicyRule;
import io.numalab.spi.PolicyRuleException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.Shrinkable;
import net.jqwik.api.sessions.JqwikSession;

/**
 * Plays random cases under a policy and judges each by all rules at once; a case that breaks one is shrunk. jqwik makes
 * the cases and the smaller ones; what is right and wrong is not its business. A machine that does not come to rest
 * ends it, since the next one would hardly do better. One thread only.
 */
final class Exploration {
    private static final int OPERATIONS_MAX = 20;
    private static final int SHRINK_TRIES = 60;
    /** A case that ends at the limit of turns takes seconds, and so does every smaller one that does, too. */
    private static final long SHRINK_TURNS_MAX = Limits.TURNS_MAX;
    private static final int DIGEST_EVERY = 4;
    private static final int GENERATION_SIZE = 1000;

    private final Subject subject;
    private final Map<PolicyRule, Finding> findings = new EnumMap<>(PolicyRule.class);
    private final Map<PolicyRule, Integer> judged = new EnumMap<>(PolicyRule.class);
    private int played;
    private long turns;
    private String lastRefusal = "";

    private Exploration(Subject subject) {
        this.subject = subject;
    }

    /** Plays so many cases. The same seed gives the same cases. */
    static Exploration of(Subject subject, int cases, long seed) {
        Exploration exploration = new Exploration(subject);
        JqwikSession.run(() -> exploration.explore(cases, new Random(seed)));
        return exploration;
    }

    private void explore(int cases, Random random) {
        Arbitrary<Case> arbitrary = Combinators
                .combine(MachineLines.any(), Arbitraries.integers().list().ofMinSize(2).ofMaxSize(OPERATIONS_MAX))
                .as((machine, operations) -> CaseWriter.write(subject, machine, operations)).withoutEdgeCases();
        RandomGenerator<Case> generator = arbitrary.generator(GENERATION_SIZE);
        for (int i = 0; i < cases && !findings.containsKey(PolicyRule.LIVENESS); i++) {
            Shrinkable<Case> shrinkable = generator.next(random);
            Map<PolicyRule, String> broken = judge(shrinkable.value(), i % DIGEST_EVERY == 0);
            for (Map.Entry<PolicyRule, String> entry : broken.entrySet()) {
                if (!findings.containsKey(entry.getKey())) {
                    findings.put(entry.getKey(), shrunk(entry.getKey(), entry.getValue(), shrinkable));
                }
            }
        }
    }

    // What jqwik shrinks first, then the steps left out one by one.
    private Finding shrunk(PolicyRule rule, String seen, Shrinkable<Case> shrinkable) {
        int tries = 0;
        turns = 0;
        Shrinkable<Case> smallest = shrinkable;
        boolean smaller = true;
        while (smaller && tries < SHRINK_TRIES) {
            Optional<Shrinkable<Case>> next = smallest.shrink().limit(SHRINK_TRIES / 4)
                    .filter(candidate -> breaks(rule, candidate.value()).isPresent()).findFirst();
            tries += SHRINK_TRIES / 4;
            smaller = next.isPresent();
            smallest = next.orElse(smallest);
        }
        Case left = smallest.value();
        for (int step = left.steps().size() - 1; step >= 0; step--) {
            Case fewer = left.without(step);
            left = breaks(rule, fewer).isPresent() ? fewer : left;
        }
        return new Finding(rule, breaks(rule, left).orElse(seen), left);
    }

    private Optional<String> breaks(PolicyRule rule, Case candidate) {
        if (turns >= SHRINK_TURNS_MAX) {
            return Optional.empty();
        }
        Exploration one = new Exploration(subject);
        Map<PolicyRule, String> broken = one.judge(candidate, rule == PolicyRule.SAME_SEED);
        turns += one.turns;
        return Optional.ofNullable(broken.get(rule));
    }

    private Map<PolicyRule, String> judge(Case candidate, boolean twice) {
        Map<PolicyRule, String> broken = new EnumMap<>(PolicyRule.class);
        Limits limits = new Limits(candidate);
        try {
            History history = Run.record(subject, candidate, subject.policies(true), limits);
            played++;
            RunRules.JUDGES.forEach((rule, judges) -> judges.forEach(judge -> judge(rule, judge, history, broken)));
            if (twice) {
                sameSeed(candidate, broken);
            }
        } catch (PolicyRuleException found) {
            played++;
            broken.put(found.rule(), found.getMessage());
        } catch (Recorder.Endless endless) {
            broken.put(PolicyRule.BOUNDED_WORK, endless.getMessage());
        } catch (Limits.Exceeded busy) {
            played++;
            // If one request is to blame, another rule says so better.
            if (busy.begun() != null) {
                judge(PolicyRule.BOUNDED_WORK, ReclaimRules.BOUNDED, busy.begun(), broken);
            }
            if (broken.isEmpty()) {
                broken.put(PolicyRule.LIVENESS, busy.getMessage());
            }
        } catch (ScenarioException | PolicyException refusal) {
            lastRefusal = refusal.getMessage();
        } catch (Recorder.TooLong busy) {
            played++;
            broken.put(PolicyRule.LIVENESS, busy.getMessage());
        } catch (IllegalStateException contradiction) {
            broken.put(PolicyRule.CONSERVATION, contradiction.getMessage());
        } finally {
            turns += limits.turns();
        }
        return broken;
    }

    private void judge(PolicyRule rule, Rule judge, History history, Map<PolicyRule, String> broken) {
        try {
            judged.merge(rule, judge.check(history), Integer::sum);
        } catch (AssertionError fact) {
            broken.put(rule, fact.getMessage());
        }
    }

    private void sameSeed(Case candidate, Map<PolicyRule, String> broken) {
        String first = Run.digest(candidate, subject.policies(false));
        String second = Run.digest(candidate, subject.policies(false));
        judged.merge(PolicyRule.SAME_SEED, 1, Integer::sum);
        if (!first.equals(second)) {
            broken.put(PolicyRule.SAME_SEED, "two runs of one case differ");
        }
    }

    /** What was found, by rule. */
    Map<PolicyRule, Finding> findings() {
        return findings;
    }

    /** Why a rule cannot be said to hold although nothing was found, or null. */
    String unproven(PolicyRule rule) {
        if (played == 0) {
            return "no case could be played, the last one for: " + lastRefusal;
        }
        boolean counted = RunRules.JUDGES.containsKey(rule) || rule == PolicyRule.SAME_SEED;
        return counted && judged.getOrDefault(rule, 0) == 0
                ? "nothing in " + played + " cases put it to the test; try a higher numalab.tck.effort" : null;
    }
}
