package io.numalab.tck;

import com.sun.management.ThreadMXBean;
import io.numalab.spi.AccessView;
import io.numalab.spi.Aftermath;
import io.numalab.spi.AllocationPolicy;
import io.numalab.spi.BackgroundRequests;
import io.numalab.spi.Capability;
import io.numalab.spi.Escalation;
import io.numalab.spi.ForwardingProvider;
import io.numalab.spi.MachineView;
import io.numalab.spi.PageView;
import io.numalab.spi.Placement;
import io.numalab.spi.PlacementQuery;
import io.numalab.spi.PolicyConfig;
import io.numalab.spi.PolicyContext;
import io.numalab.spi.PolicyProvider;
import io.numalab.spi.PressureView;
import io.numalab.spi.ReclaimedView;
import io.numalab.spi.SlowPathView;
import io.numalab.spi.SweepView;
import io.numalab.spi.Verdict;
import java.lang.management.ManagementFactory;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Counts the heap that the hooks of a policy allocate. The first calls do not count: they load classes and link
 * lambdas.
 */
final class HeapMeter extends ForwardingProvider {
    private static final Set<Capability> HOOKS =
            EnumSet.complementOf(EnumSet.of(Capability.PLACEMENT, Capability.TICK));
    private static final int WARM_UP_CALLS = 200;
    /** A rare allocation, such as the growth of a table, is no allocation per page. */
    private static final int BYTES_PER_CALL_MAX = 1;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private long calls;
    private long bytes;

    HeapMeter(PolicyProvider original) {
        super(original);
    }

    /** Whether a policy has hooks that must not allocate. */
    static boolean concerns(Subject subject) {
        return HOOKS.stream().anyMatch(subject::has);
    }

    /** Calls that counted. */
    long calls() {
        return Math.max(0, calls - WARM_UP_CALLS);
    }

    /** What was allocated, as a phrase, or null if it was next to nothing. */
    String complaint() {
        return bytes <= calls() * BYTES_PER_CALL_MAX ? null : bytes + " bytes of heap in " + calls() + " calls";
    }

    private <T> T measured(Supplier<T> hook) {
        long before = threads.getCurrentThreadAllocatedBytes();
        T answer = hook.get();
        long after = threads.getCurrentThreadAllocatedBytes();
        calls++;
        bytes += calls > WARM_UP_CALLS ? after - before : 0;
        return answer;
    }

    @Override
    public AllocationPolicy create(PolicyConfig config, PolicyContext context) {
        return new Metered(super.create(config, context));
    }

    private final class Metered implements AllocationPolicy {
        private final AllocationPolicy policy;

        Metered(AllocationPolicy policy) {
            this.policy = policy;
        }

        @Override
        public Placement place(PlacementQuery query) {
            return policy.place(query);
        }

        @Override
        public int choose(PageView view) {
            long before = threads.getCurrentThreadAllocatedBytes();
            int choice = policy.choose(view);
            long after = threads.getCurrentThreadAllocatedBytes();
            calls++;
            bytes += calls > WARM_UP_CALLS ? after - before : 0;
            return choice;
        }

        @Override
        public Verdict belowWatermark(PressureView view) {
            return measured(() -> policy.belowWatermark(view));
        }

        @Override
        public Aftermath afterReclaim(ReclaimedView view) {
            return measured(() -> policy.afterReclaim(view));
        }

        @Override
        public boolean sweepsBusyNodes(SweepView view) {
            return measured(() -> policy.sweepsBusyNodes(view));
        }

        @Override
        public Escalation escalate(SlowPathView view) {
            return measured(() -> policy.escalate(view));
        }

        @Override
        public long tickNanos() {
            return policy.tickNanos();
        }

        @Override
        public void tick(MachineView machine, BackgroundRequests requests) {
            policy.tick(machine, requests);
        }

        @Override
        public boolean migrates(AccessView view) {
            return measured(() -> policy.migrates(view));
        }

        @Override
        public void copyState(AllocationPolicy original) {
            policy.copyState(((Metered) original).policy);
        }
    }
}
