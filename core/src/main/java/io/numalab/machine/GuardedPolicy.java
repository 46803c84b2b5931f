package io.numalab.machine;

import io.numalab.spi.AccessView;
import io.numalab.spi.Aftermath;
import io.numalab.spi.AllocationPolicy;
import io.numalab.spi.BackgroundRequests;
import io.numalab.spi.Escalation;
import io.numalab.spi.MachineView;
import io.numalab.spi.PageView;
import io.numalab.spi.Placement;
import io.numalab.spi.PlacementQuery;
import io.numalab.spi.PolicyException;
import io.numalab.spi.PolicyRuleException;
import io.numalab.spi.PressureView;
import io.numalab.spi.ReclaimedView;
import io.numalab.spi.SlowPathView;
import io.numalab.spi.SweepView;
import io.numalab.spi.Verdict;
import java.util.Locale;
import java.util.function.BiFunction;

/**
 * A policy as the engine asks it: when a hook throws or answers null, the run ends in a {@link PolicyException} that
 * names the policy, the hook and what was expected, so that nobody takes it for a fault of the engine. What a policy
 * answers is passed on as it is. One more call for each question; allocates nothing unless a hook fails.
 */
final class GuardedPolicy implements AllocationPolicy {
    private final String name;
    private final AllocationPolicy policy;

    /** @param name of the policy, as it was asked for */
    GuardedPolicy(String name, AllocationPolicy policy) {
        this.name = name;
        this.policy = policy;
    }

    private enum Hook {
        PLACE("place", "a Placement"),
        CHOOSE("choose", "a position among the choices"),
        BELOW_WATERMARK("belowWatermark", "a Verdict"),
        AFTER_RECLAIM("afterReclaim", "an Aftermath"),
        SWEEPS_BUSY_NODES("sweepsBusyNodes", "true or false"),
        ESCALATE("escalate", "an Escalation"),
        TICK_NANOS("tickNanos", "a period in nanoseconds"),
        TICK("tick", "it to return"),
        MIGRATES("migrates", "true or false"),
        COPY_STATE("copyState", "it to return");

        private final String method;
        private final String expected;

        Hook(String method, String expected) {
            this.method = method;
            this.expected = expected;
        }
    }

    // The methods of policies that are handed in capture nothing, so that asking allocates nothing.
    private <V, R> R ask(Hook hook, BiFunction<AllocationPolicy, V, R> method, V view) {
        try {
            return answered(hook, method.apply(policy, view));
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError failure) {
            throw failed(hook, failure);
        }
    }

    private <R> R answered(Hook hook, R answer) {
        if (answer == null) {
            throw broken(hook, "returns null", null);
        }
        return answer;
    }

    // What is thrown about a policy already says whose fault it is.
    private RuntimeException failed(Hook hook, Throwable failure) {
        if (failure instanceof PolicyException || failure instanceof PolicyRuleException) {
            return (RuntimeException) failure;
        }
        StackTraceElement[] frames = failure.getStackTrace();
        String where = frames.length == 0 ? "" : String.format(Locale.ROOT, ", in %s (%s:%d)",
                frames[0].getClassName(), frames[0].getFileName(), frames[0].getLineNumber());
        return broken(hook, "throws " + failure + where, failure);
    }

    private PolicyException broken(Hook hook, String seen, Throwable cause) {
        String line = seen.replaceAll("\\s*\\R\\s*", " ");
        return new PolicyException("policy \"" + name + "\": " + hook.method + " " + line + ": expected "
                + hook.expected, cause);
    }

    @Override
    public Placement place(PlacementQuery query) {
        return ask(Hook.PLACE, AllocationPolicy::place, query);
    }

    /** Asked for every page: without a detour. */
    @Override
    public int choose(PageView view) {
        try {
            return policy.choose(view);
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError failure) {
            throw failed(Hook.CHOOSE, failure);
        }
    }

    /** Asked for every zone below its mark: without a detour. */
    @Override
    public Verdict belowWatermark(PressureView view) {
        try {
            return answered(Hook.BELOW_WATERMARK, policy.belowWatermark(view));
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError failure) {
            throw failed(Hook.BELOW_WATERMARK, failure);
        }
    }

    @Override
    public Aftermath afterReclaim(ReclaimedView view) {
        return ask(Hook.AFTER_RECLAIM, AllocationPolicy::afterReclaim, view);
    }

    @Override
    public boolean sweepsBusyNodes(SweepView view) {
        return ask(Hook.SWEEPS_BUSY_NODES, AllocationPolicy::sweepsBusyNodes, view);
    }

    @Override
    public Escalation escalate(SlowPathView view) {
        return ask(Hook.ESCALATE, AllocationPolicy::escalate, view);
    }

    @Override
    public long tickNanos() {
        return ask(Hook.TICK_NANOS, (own, nothing) -> own.tickNanos(), null);
    }

    @Override
    public void tick(MachineView machine, BackgroundRequests requests) {
        try {
            policy.tick(machine, requests);
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError failure) {
            throw failed(Hook.TICK, failure);
        }
    }

    @Override
    public boolean migrates(AccessView view) {
        return ask(Hook.MIGRATES, AllocationPolicy::migrates, view);
    }

    /** @param original guarded as this one is */
    @Override
    public void copyState(AllocationPolicy original) {
        ask(Hook.COPY_STATE, (own, other) -> {
            own.copyState(other);
            return true;
        }, ((GuardedPolicy) original).policy);
    }
}
