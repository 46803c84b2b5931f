package io.numalab.machine;

import io.numalab.alloc.PolicyBinding;
import io.numalab.reclaim.Actor;
import io.numalab.reclaim.Horizon;
import io.numalab.spi.Capability;
import java.util.ArrayList;
import java.util.List;

/** The timers of all policies that have one, as one actor; among equals the one attached first. One thread only. */
final class PolicyTimers implements Actor {
    private final Machine machine;
    private final List<PolicyTimer> timers = new ArrayList<>();
    private long nextNanos = NEVER;

    PolicyTimers(Machine machine) {
        this.machine = machine;
    }

    /** Starts the timer of a policy that declares one. */
    void start(PolicyBinding binding, Attached attached, long nowNanos) {
        if (binding.has(Capability.TICK)) {
            add(new PolicyTimer(machine, binding, attached, nowNanos));
        }
    }

    /** Goes on, in a copy of the machine, where the timer of the original stands. */
    void resume(PolicyBinding binding, Attached attached, PolicyTimers other) {
        for (PolicyTimer timer : other.timers) {
            if (timer.number() == binding.number()) {
                add(timer.copy(machine, binding, attached));
            }
        }
    }

    private void add(PolicyTimer timer) {
        timers.add(timer);
        findNext();
    }

    /** Stops the timer of a policy that is detached, at once. */
    void stop(PolicyBinding binding) {
        for (PolicyTimer timer : timers) {
            if (timer.number() == binding.number()) {
                timer.stop();
            }
        }
        findNext();
    }

    private void findNext() {
        nextNanos = NEVER;
        for (PolicyTimer timer : timers) {
            nextNanos = Math.min(nextNanos, timer.nextNanos());
        }
    }

    @Override
    public long nextNanos() {
        return nextNanos;
    }

    @Override
    public void advance(Horizon horizon) {
        do {
            long due = nextNanos;
            for (int i = 0; i < timers.size(); i++) {
                if (timers.get(i).nextNanos() == due) {
                    timers.get(i).step();
                    break;
                }
            }
            timers.removeIf(PolicyTimer::ended);
            findNext();
        } while (nextNanos < horizon.nanos());
    }
}
