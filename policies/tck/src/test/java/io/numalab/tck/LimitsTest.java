package io.numalab.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.spi.AllocationPolicy;
import io.numalab.spi.AssertingPolicy;
import io.numalab.spi.Capability;
import io.numalab.spi.ForwardingProvider;
import io.numalab.spi.Policies;
import io.numalab.spi.PolicyConfig;
import io.numalab.spi.PolicyContext;
import io.numalab.spi.PolicyRule;
import io.numalab.spi.PressureView;
import io.numalab.spi.Verdict;
import io.numalab.spi.WatermarkLevel;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A case that does not end is ended, at the same point every time. */
class LimitsTest {
    private static final Case CASE = new Case(
            List.of("@kernel 6.1", "@node 32M cpus=0", "@node 32M cpus=1"),
            List.of("task A cpu=node0", "A anon h 1M", "sleep 60000", "sleep 60000"));

    /** A zone_reclaim that lets every request wait once; a shy one does so only where nobody watches. */
    private static final class Sleepy extends ForwardingProvider {
        private static final Verdict SLEEP = Verdict.await(Verdict.WAIT_NANOS_MAX);

        private final boolean shy;

        Sleepy(boolean shy) {
            super(Policies.load().find("zone_reclaim"));
            this.shy = shy;
        }

        @Override
        public AllocationPolicy create(PolicyConfig config, PolicyContext context) {
            boolean sleeps = !shy || context.getClass().getEnclosingClass() != AssertingPolicy.class;
            return new AllocationPolicy() {
                @Override
                public Verdict belowWatermark(PressureView view) {
                    return sleeps && view.blocking() && !view.inReclaim() && view.level() == WatermarkLevel.LOW
                            ? SLEEP : Verdict.SKIP;
                }
            };
        }
    }

    @Test
    void shouldEndAfterSoMuchVirtualTime() {
        String message = assertThrows(Limits.Exceeded.class, () -> Run.play(CASE, Policies.load(), null)).getMessage();
        assertEquals("the machine is still busy after 120 s of virtual time", message);
        Case shorter = new Case(CASE.header(), CASE.steps().subList(0, 3));
        assertTrue(Run.play(shorter, Policies.load(), null).nowNanos() < Limits.VIRTUAL_NANOS_MAX);
    }

    /** Turns that take no time, as a fault of the engine might bring about. */
    @Test
    void shouldEndAfterSoManyTurns() {
        Limits limits = new Limits(CASE);
        for (int turn = 0; turn < Limits.TURNS_MAX; turn++) {
            assertFalse(limits.getAsBoolean());
        }
        Limits.Exceeded ended = assertThrows(Limits.Exceeded.class, limits::getAsBoolean);
        assertEquals("the machine is still busy after 5000000 turns of tasks and kernel threads", ended.getMessage());
        assertEquals(new Finding(PolicyRule.LIVENESS, ended.getMessage(), CASE), ended.finding());
        String rule = PolicyRule.LIVENESS.sentence();
        assertTrue(rule.contains(String.format(Locale.ROOT, "%,d turns", Limits.TURNS_MAX))
                && rule.contains(String.format(Locale.ROOT, "%,d events", Recorder.EVENTS_MAX))
                && rule.contains(Limits.VIRTUAL_NANOS_MAX / 1_000_000_000 + " s of virtual time"), rule);
    }

    @Test
    @Timeout(60)
    void shouldFindShrinkAndTellItByARuleOfItsOwn() {
        Subject subject = new Subject(new Sleepy(false), Promise.BEST_EFFORT, null);
        assertTrue(subject.has(Capability.PRESSURE));
        Exploration exploration = Exploration.of(subject, 40, 1);
        assertEquals(Set.of(PolicyRule.LIVENESS), exploration.findings().keySet());
        Finding finding = exploration.findings().get(PolicyRule.LIVENESS);
        assertTrue(finding.scenario().steps().size() <= 6, () -> finding.scenario().text());
        String message = Reproduction.message(subject, finding, 1);
        assertTrue(message.startsWith("NP29 LIVENESS: "), message);
        assertTrue(message.contains("zone_reclaim-LIVENESS.scn"), message);
        Limits.Exceeded again = assertThrows(Limits.Exceeded.class,
                () -> Run.play(finding.scenario(), subject.policies(false), null));
        assertEquals(finding.seen(), again.getMessage());
    }

    /** A case that ends when it is recorded and does not when it is played again. */
    @Test
    void shouldFindWhatIsNotRecorded() {
        Subject subject = new Subject(new Sleepy(true), Promise.BEST_EFFORT, null);
        Exploration exploration = Exploration.of(subject, 40, 1);
        assertEquals(Set.of(PolicyRule.LIVENESS), exploration.findings().keySet());
    }

    /** The cases of the laws are not those of the exploration. */
    @Test
    void shouldLookAtTheCasesOfTheLawsToo() {
        Subject subject = new Subject(new Sleepy(false), Promise.BEST_EFFORT, null);
        Exploration nothing = Exploration.of(subject, 0, 1);
        PolicyContract.Verification liveness = PolicyContract.Verification.of(
                PolicyRule.LIVENESS, subject, () -> nothing, 1, 1);
        assertEquals(PolicyRule.LIVENESS, liveness.finding().rule());
        PolicyContract.Verification heap = PolicyContract.Verification.of(
                PolicyRule.NO_HEAP, subject, () -> nothing, 1, 1);
        assertNull(heap.finding());
        assertEquals("a case of it does not end, which NP29 tells", heap.unproven());
    }
}
