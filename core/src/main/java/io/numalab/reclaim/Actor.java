package io.numalab.reclaim;

/** Something that acts in virtual time: a task, a kswapd, the flusher, a disk. One thread runs them all. */
public interface Actor {
    /** What {@link #nextNanos} answers when there is nothing to do until somebody wakes the actor. */
    long NEVER = Long.MAX_VALUE;

    /** When it wants to act next. */
    long nextNanos();

    /**
     * Acts: at least once, then for as long as its next action is due strictly before the horizon.
     *
     * @param horizon when the next other actor is due; may move closer meanwhile
     */
    void advance(Horizon horizon);
}
