package io.numalab.spi;

import java.util.Objects;

/**
 * The answer of a policy when a candidate zone is below its mark; immutable, so that a policy answers without heap
 * allocation by returning one of a few instances it keeps.
 */
public final class Verdict {

    /** What to do with the candidate. */
    public enum Action {
        /** Take the page although the mark fails (honoured only down to the min mark). */
        TAKE,
        /** Go on to the next zone: what Linux does without node reclaim. */
        SKIP,
        /** Reclaim on the zone's node, then test the mark again. */
        RECLAIM,
        /** Let time pass, then test the mark again, and if it fails ask again; nobody waits twice in one walk. */
        WAIT,
        /** End this walk without a page. */
        FAIL
    }

    /** The longest a request may wait in one walk: 100 ms. */
    public static final long WAIT_NANOS_MAX = 100_000_000L;

    /** Take the page. */
    public static final Verdict TAKE = new Verdict(Action.TAKE, false, null, 0);
    /** Next zone. */
    public static final Verdict SKIP = new Verdict(Action.SKIP, false, null, 0);
    /** Next zone, and kswapd of this node is woken. */
    public static final Verdict SKIP_AND_WAKE = new Verdict(Action.SKIP, true, null, 0);
    /** End the walk. */
    public static final Verdict FAIL = new Verdict(Action.FAIL, false, null, 0);

    private final Action action;
    private final boolean wakesKswapd;
    private final ReclaimOrder order;
    private final long waitNanos;

    private Verdict(Action action, boolean wakesKswapd, ReclaimOrder order, long waitNanos) {
        this.action = action;
        this.wakesKswapd = wakesKswapd;
        this.order = order;
        this.waitNanos = waitNanos;
    }

    /**
     * {@return reclaim by this order, then test again}
     *
     * @param order what the reclaim may take, and how much
     */
    public static Verdict reclaim(ReclaimOrder order) {
        return new Verdict(Action.RECLAIM, false, Objects.requireNonNull(order, "order"), 0);
    }

    /**
     * {@return wait, then test again and, if the mark still fails, ask again}
     *
     * @param nanos 1 to {@link #WAIT_NANOS_MAX}
     */
    public static Verdict await(long nanos) {
        if (nanos < 1 || nanos > WAIT_NANOS_MAX) {
            throw new IllegalArgumentException("nanos " + nanos + ": expected 1 to " + WAIT_NANOS_MAX);
        }
        return new Verdict(Action.WAIT, false, null, nanos);
    }

    /**
     * {@return the same answer, and kswapd of the zone's node is woken first} With {@link Action#RECLAIM} the wake
     * happens once the node's reclaim lock is held, and the mark is tested again before anything is scanned
     * (linux-model 22.1).
     */
    public Verdict wakingKswapd() {
        return new Verdict(action, true, order, waitNanos);
    }

    /** {@return what to do} */
    public Action action() {
        return action;
    }

    /** {@return whether kswapd of the zone's node is woken} */
    public boolean wakesKswapd() {
        return wakesKswapd;
    }

    /** {@return the order of a {@link Action#RECLAIM}, else null} */
    public ReclaimOrder order() {
        return order;
    }

    /** {@return the time of a {@link Action#WAIT} in nanoseconds, else 0} */
    public long waitNanos() {
        return waitNanos;
    }

    @Override
    public String toString() {
        return action + (wakesKswapd ? "+wake" : "") + (order == null ? "" : " " + order)
                + (waitNanos == 0 ? "" : " " + waitNanos + " ns");
    }
}
