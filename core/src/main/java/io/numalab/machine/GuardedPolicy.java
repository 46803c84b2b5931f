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

    private <T> T answered(Hook hook, T answer) {
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
        try {
            return answered(Hook.PLACE, policy.place(query));
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError failure) {
            throw failed(Hook.PLACE, failure);
        }
    }

    @Override
    public int choose(PageView view) {
        try {
            return policy.choose(view);
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError failure) {
            throw failed(Hook.CHOOSE, failure);
        }
    }

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
        try {
            return answered(Hook.AFTER_RECLAIM, policy.afterReclaim(view));
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError failure) {
            throw failed(Hook.AFTER_RECLAIM, failure);
        }
    }

    @Override
    public boolean sweepsBusyNodes(SweepView view) {
        try {
            return policy.sweepsBusyNodes(view);
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError failure) {
            throw failed(Hook.SWEEPS_BUSY_NODES, failure);
        }
    }

    @Override
    public Escalation escalate(SlowPathView view) {
        try {
            return answered(Hook.ESCALATE, policy.escalate(view));
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError failure) {
            throw failed(Hook.ESCALATE, failure);
        }
    }

    @Override
    public long tickNanos() {
        try {
            return policy.tickNanos();
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError failure) {
            throw failed(Hook.TICK_NANOS, failure);
        }
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
        try {
            return policy.migrates(view);
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError failure) {
            throw failed(Hook.MIGRATES, failure);
        }
    }

    /** @param original guarded as this one is */
    @Override
    public void copyState(AllocationPolicy original) {
        try {
            policy.copyState(((GuardedPolicy) original).policy);
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError failure) {
            throw failed(Hook.COPY_STATE, failure);
        }
    }
}
