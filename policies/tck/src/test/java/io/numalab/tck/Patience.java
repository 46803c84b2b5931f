package io.numalab.tck;

import io.numalab.machine.Machine;
import java.util.function.BooleanSupplier;

/**
 * Fails a test whose machine does not come to rest, after so many turns of tasks and kernel threads: a machine that is
 * busy for ever is a fault to be shrunk and not to be waited for. One for each machine and its forks.
 */
final class Patience implements BooleanSupplier {
    /** Of 62 000 random courses the longest took 10 million; these are a minute. */
    private static final int TURNS_MAX = 40_000_000;

    private int turns;

    private Patience() {}

    static Machine.Builder with(Machine.Builder builder) {
        return builder.stopWhen(new Patience());
    }

    @Override
    public boolean getAsBoolean() {
        if (++turns > TURNS_MAX) {
            throw new AssertionError("the machine is still busy after " + TURNS_MAX + " turns");
        }
        return false;
    }
}
