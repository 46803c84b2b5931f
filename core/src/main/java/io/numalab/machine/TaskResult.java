package io.numalab.machine;

/**
 * How the last work of a task ended.
 *
 * @param status 0, or a negative error number as a system call would return it
 * @param died whether the task was killed meanwhile
 * @param bytes how far the work came
 */
public record TaskResult(int status, boolean died, long bytes) {}
