package io.numalab.machine;

/**
 * Why a run of a {@link Machine} ended. None of them is a failure: what became of a task that has finished says its
 * {@link Task#result}. After each of them the machine is whole: it can be looked at, validated, and run again.
 */
public enum RunEnd {
    /** What was to be done is done. */
    FINISHED,
    /** Virtual time has reached {@link Machine.Builder#timeLimit}; whoever is busy is still busy. */
    TIME_LIMIT,
    /** {@link Machine.Builder#stopWhen} said so; whoever is busy is still busy and goes on with the next run. */
    STOPPED
}
