package io.numalab.spi;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * A policy that is watched: passes every call on to the policy it wraps, and throws a {@link PolicyRuleException} when
 * that breaks a {@link PolicyRule} about answers. What it answers is what the wrapped policy answers, so that a
 * simulation that passes is the same, event by event, as without it. Allocates on the heap and is many times slower.
 *
 * <p>Besides the policy it keeps a twin, a second instance that is shown the same and must answer the same; arguments
 * are poisoned when a call is over. In any simulation: {@link Policies#asserting()}, {@code numalab run --check}.
 */
public final class AssertingPolicy implements AllocationPolicy {

    private static final Map<Capability, String> HOOKS = new EnumMap<>(Map.of(
            Capability.PLACEMENT, "place", Capability.PAGE_PLACEMENT, "choose", Capability.PRESSURE, "belowWatermark",
            Capability.AFTER_RECLAIM, "afterReclaim", Capability.SWEEP, "sweepsBusyNodes",
            Capability.SLOW_PATH, "escalate", Capability.TICK, "tick", Capability.ACCESS, "migrates"));

    private final String name;
    private final PolicyContext context;
    private final AllocationPolicy policy;
    private final AllocationPolicy twin;

    private AssertingPolicy(String name, PolicyContext context, AllocationPolicy policy, AllocationPolicy twin) {
        this.name = name;
        this.context = context;
        this.policy = policy;
        this.twin = twin;
    }

    /**
     * {@return the same provider, whose policies are watched}
     *
     * @param provider one that works; wrapped twice it is still watched once
     */
    public static PolicyProvider watching(PolicyProvider provider) {
        return provider instanceof AssertingProvider ? provider : new AssertingProvider(provider);
    }

    static AssertingPolicy create(PolicyProvider provider, PolicyConfig config, PolicyContext context) {
        Deque<Long> draws = new ArrayDeque<>();
        AllocationPolicy policy = created(provider, config, new SharedRandomness(context, () -> {
            long draw = context.random().nextLong();
            draws.add(draw);
            return draw;
        }));
        AllocationPolicy twin = created(provider, config, new SharedRandomness(context, () -> {
            if (draws.isEmpty()) {
                throw new PolicyRuleException(provider.name(), PolicyRule.DETERMINISM,
                        "a second instance draws more random numbers than the first");
            }
            return draws.remove();
        }));
        checkDeclared(provider, policy.getClass());
        return new AssertingPolicy(provider.name(), context, policy, twin);
    }

    // To refuse is legal: settings may not fit the machine. To break is not.
    private static AllocationPolicy created(PolicyProvider provider, PolicyConfig config, PolicyContext context) {
        try {
            AllocationPolicy policy = provider.create(config, context);
            if (policy != null) {
                return policy;
            }
        } catch (PolicyException refusal) {
            throw refusal;
        } catch (RuntimeException | LinkageError failure) {
            throw new PolicyRuleException(provider.name(), PolicyRule.ANSWERS, "create throws " + failure, failure);
        }
        throw new PolicyRuleException(provider.name(), PolicyRule.ANSWERS, "create returns null");
    }

    // Which hooks the class overrides, against what its provider declares.
    private static void checkDeclared(PolicyProvider provider, Class<?> type) {
        Set<Capability> declared = provider.capabilities();
        for (Map.Entry<Capability, String> hook : HOOKS.entrySet()) {
            boolean overrides = false;
            for (java.lang.reflect.Method method : type.getMethods()) {
                overrides |= method.getName().equals(hook.getValue()) && !method.isBridge()
                        && method.getDeclaringClass() != AllocationPolicy.class && isHook(method);
            }
            if (overrides != declared.contains(hook.getKey())) {
                throw new PolicyRuleException(provider.name(), PolicyRule.DECLARED, overrides
                        ? type.getName() + " overrides " + hook.getValue() + ", but " + hook.getKey()
                                + " is not declared and it is never asked"
                        : hook.getKey() + " is declared, but " + type.getName() + " does not override "
                                + hook.getValue());
            }
        }
    }

    private static boolean isHook(java.lang.reflect.Method method) {
        try {
            AllocationPolicy.class.getMethod(method.getName(), method.getParameterTypes());
            return true;
        } catch (NoSuchMethodException otherMethod) {
            return false;
        }
    }

    private PolicyRuleException broken(PolicyRule rule, String seen) {
        return new PolicyRuleException(name, rule, seen);
    }

    // Both instances are asked, each with an argument of its own, and must agree.
    private <V, R> R ask(String hook, Class<V> type, V argument, Function<V, R> first, Function<V, R> second) {
        R answer = call(hook, type, argument, first);
        R other = call(hook, type, argument, second);
        if (!Objects.equals(describe(answer), describe(other))) {
            throw broken(PolicyRule.DETERMINISM,
                    hook + " answers " + answer + ", a second instance that was shown the same " + other);
        }
        return answer;
    }

    private <V, R> R call(String hook, Class<V> type, V argument, Function<V, R> asked) {
        R answer;
        try (Lease lease = new Lease(name)) {
            answer = asked.apply(lease.of(type, argument));
        } catch (PolicyRuleException found) {
            throw found;
        } catch (RuntimeException | LinkageError failure) {
            throw new PolicyRuleException(name, PolicyRule.ANSWERS, hook + " throws " + failure, failure);
        }
        if (answer == null) {
            throw broken(PolicyRule.ANSWERS, hook + " returns null");
        }
        return answer;
    }

    // Verdicts have no equality of their own.
    private static Object describe(Object answer) {
        return answer instanceof Verdict ? answer.toString() : answer;
    }

    @Override
    public Placement place(PlacementQuery query) {
        Placement answer = ask("place", PlacementQuery.class, query, policy::place, twin::place);
        Placement again = ask("place", PlacementQuery.class, query, policy::place, twin::place);
        if (!answer.equals(again)) {
            throw broken(PolicyRule.STEADY_PLACEMENT, "place answers " + answer + " and, asked again, " + again);
        }
        checkNodes(answer, query);
        return answer;
    }

    private void checkNodes(Placement answer, PlacementQuery query) {
        for (int i = 0; i < answer.tableLength(); i++) {
            checkNode(answer.tableNode(i), answer);
        }
        for (int i = 0; i < answer.passes().size(); i++) {
            Placement.Pass pass = answer.passes().get(i);
            checkNode(pass.preferredNode(), answer);
            if (pass.allowed() != null) {
                for (int nid = pass.allowed().first(); nid >= 0; nid = pass.allowed().next(nid)) {
                    checkNode(nid, answer);
                }
                boolean last = i + 1 == answer.passes().size();
                NodeMask usable = pass.allowed().and(query.cpusetNodes()).and(context.memoryNodes());
                if (last && usable.isEmpty()) {
                    throw broken(PolicyRule.KNOWN_NODES, answer + " leaves no node with memory that the cpuset "
                            + query.cpusetNodes() + " allows");
                }
            }
        }
        answer.choices().forEach(choice -> checkNodes(choice, query));
    }

    private void checkNode(int nid, Placement answer) {
        if (nid < 0 || nid >= context.nodeCount()) {
            throw broken(PolicyRule.KNOWN_NODES,
                    answer + " names node " + nid + ", expected 0 to " + (context.nodeCount() - 1));
        }
    }

    @Override
    public int choose(PageView view) {
        int choice = ask("choose", PageView.class, view, policy::choose, twin::choose);
        if (choice < 0 || choice >= view.choices()) {
            throw broken(PolicyRule.ANSWERS, "choose returns " + choice + ", expected 0 to " + (view.choices() - 1));
        }
        return choice;
    }

    @Override
    public Verdict belowWatermark(PressureView view) {
        Verdict verdict = ask("belowWatermark", PressureView.class, view, policy::belowWatermark, twin::belowWatermark);
        String at = verdict + " for node " + view.nid() + " " + view.zone() + ", gfp " + GfpFlags.format(view.gfp());
        boolean works = verdict.action() == Verdict.Action.RECLAIM || verdict.action() == Verdict.Action.WAIT;
        if (verdict.action() == Verdict.Action.TAKE && view.freePages() <= view.neededPages(WatermarkLevel.MIN)) {
            throw broken(PolicyRule.TAKE_ABOVE_MIN, at + ", which has " + view.freePages() + " free pages and min "
                    + view.neededPages(WatermarkLevel.MIN));
        }
        if (works && (!view.blocking() || view.inReclaim())) {
            throw broken(PolicyRule.RECLAIM_RIGHTS, at + (view.inReclaim() ? ", inside reclaim" : ", may not block"));
        }
        if (verdict.action() == Verdict.Action.RECLAIM && view.reclaimBusy()) {
            throw broken(PolicyRule.RECLAIM_LOCK, at);
        }
        if (verdict.wakesKswapd() && (view.gfp() & GfpFlags.KSWAPD_RECLAIM) == 0) {
            throw broken(PolicyRule.WAKE_RIGHTS, at);
        }
        return verdict;
    }

    @Override
    public Aftermath afterReclaim(ReclaimedView view) {
        return ask("afterReclaim", ReclaimedView.class, view, policy::afterReclaim, twin::afterReclaim);
    }

    @Override
    public boolean sweepsBusyNodes(SweepView view) {
        return ask("sweepsBusyNodes", SweepView.class, view, policy::sweepsBusyNodes, twin::sweepsBusyNodes);
    }

    @Override
    public Escalation escalate(SlowPathView view) {
        return ask("escalate", SlowPathView.class, view, policy::escalate, twin::escalate);
    }

    @Override
    public long tickNanos() {
        return policy.tickNanos();
    }

    @Override
    public void tick(MachineView machine, BackgroundRequests requests) {
        Deque<Object> asked = new ArrayDeque<>();
        call("tick", MachineView.class, machine, view -> {
            try (Lease lease = new Lease(name)) {
                policy.tick(view, lease.recording(BackgroundRequests.class, requests, asked));
            }
            return true;
        });
        call("tick", MachineView.class, machine, view -> {
            try (Lease lease = new Lease(name)) {
                twin.tick(view, lease.replaying(BackgroundRequests.class, asked));
            }
            return true;
        });
    }

    @Override
    public boolean migrates(AccessView view) {
        return ask("migrates", AccessView.class, view, policy::migrates, twin::migrates);
    }

    @Override
    public void copyState(AllocationPolicy original) {
        AssertingPolicy other = (AssertingPolicy) original;
        policy.copyState(other.policy);
        twin.copyState(other.twin);
    }

    /** The context of an attachment, with randomness that both instances share. */
    private record SharedRandomness(PolicyContext original, RandomGenerator random) implements PolicyContext {

        @Override
        public Scope scope() {
            return original.scope();
        }

        @Override
        public int nodeCount() {
            return original.nodeCount();
        }

        @Override
        public NodeMask memoryNodes() {
            return original.memoryNodes();
        }

        @Override
        public NodeMask cpusetNodes() {
            return original.cpusetNodes();
        }

        @Override
        public ZoneType policyZone() {
            return original.policyZone();
        }

        @Override
        public NodeMask cpuNodes() {
            return original.cpuNodes();
        }

        @Override
        public int distance(int from, int to) {
            return original.distance(from, to);
        }

        @Override
        public int[] fallbackOrder(int nid) {
            return original.fallbackOrder(nid);
        }

        @Override
        public int interleaveWeight(int nid) {
            return original.interleaveWeight(nid);
        }

        @Override
        public long nowNanos() {
            return original.nowNanos();
        }
    }
}
