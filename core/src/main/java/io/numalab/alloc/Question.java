package io.numalab.alloc;

import io.numalab.spi.MachineView;

/**
 * What all views of a task's request have in common: who asks, when, and the machine. A view is made once and moved
 * from question to question without heap. One thread only.
 */
public abstract class Question {
    /** The machine as policies see it; put at the time of the question by whoever asks. */
    protected final MachineFacts machine;
    /** Whose request it is. */
    protected Requester requester;

    /** @param requester whose questions these are; may be put in later */
    protected Question(MachineFacts machine, Requester requester) {
        this.machine = machine;
        this.requester = requester;
    }

    /** The node of the CPU of the one that asks. */
    public final int cpuNode() {
        return requester.cpuNode;
    }

    /** Virtual time of the one that asks. */
    public final long nowNanos() {
        return requester.clockNanos;
    }

    /** The whole machine. */
    public final MachineView machine() {
        return machine;
    }
}
