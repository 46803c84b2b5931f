package io.numalab.scenario.result;

/**
 * How something a step started came out.
 *
 * @param task its name, or {@code -} if the step is not a task's
 * @param status 0, a negative errno, {@code died} or {@code skipped}
 * @param bytes touched, read or written; at the time of death if the task was killed
 */
public record StepResult(String task, String status, long bytes) {
    /** The name that stands for no task. */
    public static final String NO_TASK = "-";
    /** The status of a task that was killed. */
    public static final String DIED = "died";
    /** The status of a command for a task that is no more. */
    public static final String SKIPPED = "skipped";

    /** A result with a return code. */
    public static StepResult of(String task, int code, long bytes) {
        return new StepResult(task, Integer.toString(code), bytes);
    }
}
