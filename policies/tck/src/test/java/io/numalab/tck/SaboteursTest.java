package io.numalab.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.spi.AllocationPolicy;
import io.numalab.spi.BackgroundRequests;
import io.numalab.spi.Capability;
import io.numalab.spi.MachineView;
import io.numalab.spi.NodeMask;
import io.numalab.spi.Parameter;
import io.numalab.spi.Placement;
import io.numalab.spi.PlacementQuery;
import io.numalab.spi.PolicyConfig;
import io.numalab.spi.PolicyContext;
import io.numalab.spi.PolicyException;
import io.numalab.spi.PolicyProvider;
import io.numalab.spi.PolicyRule;
import io.numalab.spi.PressureView;
import io.numalab.spi.ReclaimOrder;
import io.numalab.spi.Scope;
import io.numalab.spi.Verdict;
import io.numalab.spi.WatermarkLevel;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** The kit is tested itself: a policy that breaks a rule is caught by that rule and by no other. */
class SaboteursTest {
    private static final int CASES = 20;
    private static final long SEED = 3;
    private static final Verdict SLEEP = Verdict.await(Verdict.WAIT_NANOS_MAX);
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

    private PolicyRule rule;

    @BeforeEach
    void readWhatIsBroken(TestInfo test) {
        Breaks breaks = test.getTestMethod().orElseThrow().getAnnotation(Breaks.class);
        rule = breaks == null ? null : breaks.value();
    }

    private void caught(Capability point, Promise promise,
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

    private void tickCaught(BiConsumer<MachineView, BackgroundRequests> tick) {
        caught(Capability.TICK, Promise.BEST_EFFORT, (config, context) -> new AllocationPolicy() {
            @Override
            public void tick(MachineView machine, BackgroundRequests requests) {
                tick.accept(machine, requests);
            }
        });
    }

    private void pressureCaught(Function<PressureView, Verdict> answer) {
        caught(Capability.PRESSURE, Promise.BEST_EFFORT, (config, context) -> pressing(answer));
    }

    private void placementCaught(Function<PlacementQuery, Placement> answer) {
        caught(Capability.PLACEMENT, Promise.BEST_EFFORT, (config, context) -> placing(answer));
    }

    private static boolean mayReclaim(PressureView view) {
        return view.blocking() && !view.inReclaim() && !view.reclaimBusy();
    }

    @Test
    @Breaks(PolicyRule.ANSWERS)
    void shouldCatchANullAnswer() {
        pressureCaught(view -> null);
    }

    @Test
    @Breaks(PolicyRule.ANSWERS)
    void shouldCatchAProviderThatBreaks() {
        caught(Capability.PRESSURE, Promise.BEST_EFFORT, (config, context) -> {
            int others = 60 / (context.nodeCount() - 1);
            return pressing(view -> view.nid() < others ? Verdict.SKIP : Verdict.FAIL);
        });
    }

    @Test
    @Breaks(PolicyRule.ONE_NODE)
    void shouldCatchAPolicyThatRefusesSmallMachines() {
        caught(Capability.PLACEMENT, Promise.BEST_EFFORT, (config, context) -> {
            if (context.memoryNodes().size() == 1) {
                throw new PolicyException("one node: expected two or more");
            }
            return placing(query -> Placement.preferred(query.cpuNode()));
        });
    }

    @Test
    @Breaks(PolicyRule.WAKE_RIGHTS)
    void shouldCatchAWakerOnBehalfOfRequestsThatMayNot() {
        pressureCaught(view -> Verdict.SKIP.wakingKswapd());
    }

    @Test
    @Breaks(PolicyRule.ROOM)
    void shouldCatchAReclaimerOfMemoryThatNobodyNeeds() {
        tickCaught((machine, requests) -> {
            for (int nid = 0; nid < machine.nodeCount(); nid++) {
                requests.reclaim(nid, ReclaimOrder.ofZoneReclaimMode(1));
            }
        });
    }

    @Test
    @Breaks(PolicyRule.KNOWN_NODES)
    void shouldCatchAnUnknownNodeAndAHopelessMask() {
        placementCaught(query -> Placement.preferred(60));
        caught(Capability.PLACEMENT, Promise.BEST_EFFORT, (config, context) -> placing(
                query -> Placement.bind(query.cpuNode(), NodeMask.of(query.cpuNode()))));
    }

    @Test
    @Breaks(PolicyRule.STEADY_PLACEMENT)
    void shouldCatchAPlacementThatChangesWhenAskedAgain() {
        caught(Capability.PLACEMENT, Promise.BEST_EFFORT, (config, context) -> {
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
    @Breaks(PolicyRule.TAKE_ABOVE_MIN)
    void shouldCatchATakerBelowMin() {
        pressureCaught(view -> Verdict.TAKE);
    }

    @Test
    @Breaks(PolicyRule.RECLAIM_RIGHTS)
    void shouldCatchAReclaimerWithoutTheRight() {
        pressureCaught(view -> view.reclaimBusy() ? Verdict.SKIP : RECLAIM);
    }

    @Test
    @Breaks(PolicyRule.RECLAIM_LOCK)
    void shouldCatchAReclaimerThatIgnoresTheLock() {
        pressureCaught(view -> view.blocking() && !view.inReclaim() ? RECLAIM : Verdict.SKIP);
    }

    @Test
    @Breaks(PolicyRule.DETERMINISM)
    void shouldCatchStateThatInstancesShare() {
        AtomicInteger shared = new AtomicInteger();
        pressureCaught(view -> shared.getAndIncrement() % 3 == 0 ? Verdict.FAIL : Verdict.SKIP);
    }

    @Test
    @Breaks(PolicyRule.VIEWS)
    void shouldCatchAKeptView() {
        caught(Capability.PRESSURE, Promise.BEST_EFFORT, (config, context) -> {
            PressureView[] kept = new PressureView[1];
            return pressing(view -> {
                boolean full = kept[0] != null && kept[0].freePages() == 0;
                kept[0] = view;
                return full ? Verdict.FAIL : Verdict.SKIP;
            });
        });
    }

    @Test
    @Breaks(PolicyRule.DECLARED)
    void shouldCatchADeclaredCapabilityWithoutItsMethod() {
        caught(Capability.PRESSURE, Promise.BEST_EFFORT,
                (config, context) -> placing(query -> Placement.preferred(query.cpuNode())));
    }

    @Test
    @Breaks(PolicyRule.NO_HEAP)
    void shouldCatchAHookThatAllocates() {
        pressureCaught(view -> mayReclaim(view)
                ? Verdict.reclaim(new ReclaimOrder(false, false, true, 32, 0, ReclaimOrder.Victims.ANY))
                : Verdict.SKIP);
    }

    @Test
    @Breaks(PolicyRule.BOUNDED_WORK)
    void shouldCatchAWaiterThatNeverLetsGo() {
        pressureCaught(view -> sleeping(view, WatermarkLevel.MIN));
    }

    private static Verdict sleeping(PressureView view, WatermarkLevel level) {
        return view.blocking() && !view.inReclaim() && view.level() == level ? SLEEP : Verdict.SKIP;
    }

    /** Each request waits for no longer than it may, once, so that no other rule is broken. */
    @Test
    @Breaks(PolicyRule.LIVENESS)
    void shouldCatchAPolicyThatHasEveryRequestWait() {
        pressureCaught(view -> sleeping(view, WatermarkLevel.LOW));
    }

    @Test
    @Breaks(PolicyRule.STRICT)
    void shouldCatchASpilledPageOfAStrictPolicy() {
        caught(Capability.PLACEMENT, Promise.STRICT, (config, context) -> placing(
                query -> Placement.preferred(config.nodes().isEmpty() ? query.cpuNode() : config.nodes().first())));
    }

    @Test
    @Breaks(PolicyRule.SAME_SEED)
    void shouldCatchAPolicyThatRemembersOtherMachines() {
        AtomicInteger instances = new AtomicInteger();
        caught(Capability.PLACEMENT, Promise.BEST_EFFORT, (config, context) -> {
            int number = instances.getAndIncrement() / 2;
            int[] nodes = context.memoryNodes().toArray();
            return placing(query -> Placement.preferred(
                    nodes.length == 1 ? query.cpuNode() : nodes[number % nodes.length]));
        });
    }

    @Test
    @Breaks(PolicyRule.RELABELLING)
    void shouldCatchAPolicyThatKnowsNodesByNumber() {
        caught(Capability.PLACEMENT, Promise.BEST_EFFORT, (config, context) -> {
            int first = context.memoryNodes().first();
            return placing(query -> Placement.preferred(first));
        });
    }

    /** A placement on a node that is not there breaks another rule, and must not end this one in an exception. */
    @Test
    void shouldRelabelAPlacementOnAnUnknownNode() {
        Subject subject = new Subject(new Provider(Capability.PLACEMENT, (config, context) ->
                placing(query -> Placement.preferred(60))), Promise.BEST_EFFORT, null);
        assertNull(Relabelling.check(subject, CASES, SEED));
    }

    @Test
    void shouldWriteAScenarioThatCanBeReplayed() {
        Subject subject = new Subject(new Provider(Capability.PRESSURE, (config, context) ->
                pressing(view -> Verdict.TAKE)), Promise.BEST_EFFORT, null);
        Finding finding = Exploration.of(subject, CASES, SEED).findings().get(PolicyRule.TAKE_ABOVE_MIN);
        assertTrue(finding.scenario().steps().size() < 8, () -> finding.scenario().text());
        String message = Reproduction.message(subject, finding, SEED);
        assertTrue(message.contains("numalab run --check --plugin-path"), message);
        assertTrue(message.startsWith("NP04 TAKE_ABOVE_MIN"), message);
    }
}
