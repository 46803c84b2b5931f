package io.numalab.reclaim;

/**
 * Until when the actor that runs may run ahead: the time the next other actor is due. Lowered when the running actor
 * wakes another one. One per machine.
 */
public final class Horizon {
    private long nanos;

    /** The time. */
    public long nanos() {
        return nanos;
    }

    /** Sets the time for the next actor. */
    public void set(long nanos) {
        this.nanos = nanos;
    }

    /** Somebody became due. */
    public void lower(long nanos) {
        this.nanos = Math.min(this.nanos, nanos);
    }
}
