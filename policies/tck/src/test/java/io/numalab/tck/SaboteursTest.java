package io.numalab.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.spi.AllocationPolicy;
import io.numalab.spi.Capability;
import io.numalab.spi.NodeMask;
import io.numalab.spi.Parameter;
import io.numalab.spi.Placement;
import io.numalab.spi.PlacementQuery;
import io.numalab.spi.PolicyConfig;
import io.numalab.spi.PolicyContext;
import io.numalab.spi.PolicyProvider;
import io.numalab.spi.PolicyRule;
import io.numalab.spi.PressureView;
import io.numalab.spi.ReclaimOrder;
import io.numalab.spi.Scope;
import io.numalab.spi.Verdict;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The kit is tested itself: a policy that breaks a rule is caught by that rule and by no other. */
class SaboteursTest {
    private static final int CASES = 20;
    private static final long SEED = 3;
    private static final Verdict RECLAIM = Verdict.reclaim(ReclaimOrder.ofZoneReclaimMode(1));

    /** A provider that does not count its instances. */
    private record Provider(Capability point, BiFunction<PolicyConfig, PolicyContext, AllocationPolicy> maker)
            implements PolicyProvider {
        @Override
        public int spiVersion() {
            return SPI_VERSION;
        }

        @Override
        public String name() {
            return "saboteur";
        }

        @Override
        public String description() {
            return "breaks a rule";
        }

        @Override
        public Scope usualScope() {
            return point == Capability.PLACEMENT ? Scope.TASK : Scope.MACHINE;
        }

        @Override
        public Set<Capability> capabilities() {
            return EnumSet.of(point);
        }

        @Override
        public List<Parameter> parameters() {
            return point == Capability.PLACEMENT ? List.of(Parameter.nodes(false, "nodes")) : List.of();
        }

        @Override
        public AllocationPolicy create(PolicyConfig config, PolicyContext context) {
            return maker.apply(config, context);
        }
    }

    private static AllocationPolicy placing(Function<PlacementQuery, Placement> answer) {
        return new AllocationPolicy() {
            @Override
            public Placement place(PlacementQuery query) {
                return answer.apply(query);
            }
        };
    }

    private static AllocationPolicy pressing(Function<PressureView, Verdict> answer) {
        return new AllocationPolicy() {
            @Override
            public Verdict belowWatermark(PressureView view) {
                return answer.apply(view);
            }
        };
    }

    private static void caught(PolicyRule rule, Capability point, Promise promise,
            BiFunction<PolicyConfig, PolicyContext, AllocationPolicy> maker) {
        Subject subject = new Subject(new Provider(point, maker), promise, null);
        Exploration exploration = Exploration.of(subject, CASES, SEED);
        EnumSet<PolicyRule> broken = EnumSet.noneOf(PolicyRule.class);
        broken.addAll(exploration.findings().keySet());
        for (PolicyRule law : EnumSet.of(
                PolicyRule.ONE_NODE, PolicyRule.ROOM, PolicyRule.RELABELLING, PolicyRule.NO_HEAP)) {
            boolean lawful = law == rule || exploration.findings().isEmpty() && RunRules.gate(law, subject) == null;
            if (lawful && PolicyContract.Verification.of(law, subject, () -> exploration, 2, SEED).finding() != null) {
                broken.add(law);
            }
        }
        assertEquals(EnumSet.of(rule), broken, () -> exploration.findings().values().toString());
    }

    private static void pressureCaught(PolicyRule rule, Function<PressureView, Verdict> answer) {
        caught(rule, Capability.PRESSURE, Promise.BEST_EFFORT, (config, context) -> pressing(answer));
    }

    private static void placementCaught(PolicyRule rule, Function<PlacementQuery, Placement> answer) {
        caught(rule, Capability.PLACEMENT, Promise.BEST_EFFORT, (config, context) -> placing(answer));
    }

    private static boolean mayReclaim(PressureView view) {
        return view.blocking() && !view.inReclaim() && !view.reclaimBusy();
    }

    @Test
    void shouldCatchANullAnswer() {
        pressureCaught(PolicyRule.ANSWERS, view -> null);
    }

    @Test
    void shouldCatchAnUnknownNodeAndAHopelessMask() {
        placementCaught(PolicyRule.KNOWN_NODES, query -> Placement.preferred(60));
        caught(PolicyRule.KNOWN_NODES, Capability.PLACEMENT, Promise.BEST_EFFORT, (config, context) -> placing(
                query -> Placement.bind(query.cpuNode(), NodeMask.of(query.cpuNode()))));
    }

    @Test
    void shouldCatchAPlacementThatChangesWhenAskedAgain() {
        caught(PolicyRule.STEADY_PLACEMENT, Capability.PLACEMENT, Promise.BEST_EFFORT, (config, context) -> {
            AtomicInteger asked = new AtomicInteger();
            return placing(query -> {
                int[] nodes = context.memoryNodes().toArray();
                int[] table = {nodes[0], query.localNode(), nodes[nodes.length - 1]};
                boolean even = asked.getAndIncrement() % 2 == 0;
                return even ? Placement.preferred(query.cpuNode())
                        : Placement.interleaved(Placement.Form.INDEXED, table, true);
            });
        });
    }

    @Test
    void shouldCatchATakerBelowMin() {
        pressureCaught(PolicyRule.TAKE_ABOVE_MIN, view -> Verdict.TAKE);
    }

    @Test
    void shouldCatchAReclaimerWithoutTheRight() {
        pressureCaught(PolicyRule.RECLAIM_RIGHTS, view -> view.reclaimBusy() ? Verdict.SKIP : RECLAIM);
    }

    @Test
    void shouldCatchAReclaimerThatIgnoresTheLock() {
        pressureCaught(PolicyRule.RECLAIM_LOCK,
                view -> view.blocking() && !view.inReclaim() ? RECLAIM : Verdict.SKIP);
    }

    @Test
    void shouldCatchStateThatInstancesShare() {
        AtomicInteger shared = new AtomicInteger();
        pressureCaught(PolicyRule.DETERMINISM,
                view -> shared.getAndIncrement() % 3 == 0 ? Verdict.FAIL : Verdict.SKIP);
    }

    @Test
    void shouldCatchAKeptView() {
        caught(PolicyRule.VIEWS, Capability.PRESSURE, Promise.BEST_EFFORT, (config, context) -> {
            PressureView[] kept = new PressureView[1];
            return pressing(view -> {
                boolean full = kept[0] != null && kept[0].freePages() == 0;
                kept[0] = view;
                return full ? Verdict.FAIL : Verdict.SKIP;
            });
        });
    }

    @Test
    void shouldCatchADeclaredCapabilityWithoutItsMethod() {
        caught(PolicyRule.DECLARED, Capability.PRESSURE, Promise.BEST_EFFORT,
                (config, context) -> placing(query -> Placement.preferred(query.cpuNode())));
    }

    @Test
    void shouldCatchAHookThatAllocates() {
        pressureCaught(PolicyRule.NO_HEAP, view -> mayReclaim(view)
                ? Verdict.reclaim(new ReclaimOrder(false, false, true, 32, 0, ReclaimOrder.Victims.ANY))
                : Verdict.SKIP);
    }

    @Test
    void shouldCatchAWaiterThatNeverLetsGo() {
        pressureCaught(PolicyRule.BOUNDED_WORK, view -> view.blocking() && !view.inReclaim()
                ? Verdict.await(Verdict.WAIT_NANOS_MAX) : Verdict.SKIP);
    }

    @Test
    void shouldCatchASpilledPageOfAStrictPolicy() {
        caught(PolicyRule.STRICT, Capability.PLACEMENT, Promise.STRICT, (config, context) -> placing(
                query -> Placement.preferred(config.nodes().isEmpty() ? query.cpuNode() : config.nodes().first())));
    }

    @Test
    void shouldCatchAPolicyThatRemembersOtherMachines() {
        AtomicInteger instances = new AtomicInteger();
        caught(PolicyRule.SAME_SEED, Capability.PLACEMENT, Promise.BEST_EFFORT, (config, context) -> {
            int number = instances.getAndIncrement() / 2;
            int[] nodes = context.memoryNodes().toArray();
            return placing(query -> Placement.preferred(
                    nodes.length == 1 ? query.cpuNode() : nodes[number % nodes.length]));
        });
    }

    @Test
    void shouldCatchAPolicyThatKnowsNodesByNumber() {
        caught(PolicyRule.RELABELLING, Capability.PLACEMENT, Promise.BEST_EFFORT, (config, context) -> {
            int first = context.memoryNodes().first();
            return placing(query -> Placement.preferred(first));
        });
    }

    @Test
    void shouldWriteAScenarioThatCanBeReplayed() {
        Subject subject = new Subject(new Provider(Capability.PRESSURE, (config, context) ->
                pressing(view -> Verdict.TAKE)), Promise.BEST_EFFORT, null);
        Finding finding = Exploration.of(subject, CASES, SEED).findings().get(PolicyRule.TAKE_ABOVE_MIN);
        assertTrue(finding.scenario().steps().size() < 8, () -> finding.scenario().text());
        String message = Reproduction.message(subject, finding, SEED);
        assertTrue(message.contains("Numalab run --check"), message);
        assertTrue(message.startsWith("NP04 TAKE_ABOVE_MIN"), message);
    }
}
