package io.numalab.scenario.trace;

import io.numalab.machine.Machine;
import io.numalab.machine.RunEnd;
import java.util.concurrent.CancellationException;

/**
 * Lets a machine pass the time between the lines of a trace: as much as the trace says, at most {@value #IDLE_SECONDS}
 * s at once, by when nothing moves any more. A machine that needs longer than the traced one did is late, not hurried.
 * One thread only.
 */
public final class TraceClock {
    /** What is left of a longer gap, in seconds. */
    public static final int IDLE_SECONDS = 10;

    private static final long IDLE_NANOS = IDLE_SECONDS * 1_000_000_000L;

    private final Machine machine;
    /** What the trace's clock shows less what the machine's does. */
    private long aheadNanos;
    private boolean started;

    /** A clock that starts with the first time it is told. */
    public TraceClock(Machine machine) {
        this.machine = machine;
    }

    /**
     * Waits until it is as late as a line says.
     *
     * @param timeNanos by the trace's clock, negative if it does not say
     * @throws CancellationException if a limit of the machine comes before
     */
    public void passTo(long timeNanos) {
        if (timeNanos < 0) {
            return;
        }
        if (!started) {
            started = true;
            aheadNanos = timeNanos - machine.nowNanos();
        }
        long due = timeNanos - aheadNanos - machine.nowNanos();
        if (due > IDLE_NANOS) {
            aheadNanos += due - IDLE_NANOS;
            due = IDLE_NANOS;
        }
        if (due > 0) {
            check(machine.sleep(due));
        }
    }

    /**
     * Ends a replay with the machine.
     *
     * @param end of a run of the machine
     * @throws CancellationException if a limit of the machine ended it, saying which and when
     */
    public void check(RunEnd end) {
        if (end != RunEnd.FINISHED) {
            throw new CancellationException((end == RunEnd.STOPPED ? "stopped" : "the time limit came") + " at "
                    + machine.nowNanos() + " ns of virtual time");
        }
    }
}
