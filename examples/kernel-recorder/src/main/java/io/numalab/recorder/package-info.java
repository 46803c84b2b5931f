/**
 * Plays a scenario on a real kernel and writes down what the kernel did, in the schema of the recordings. Start with
 * {@link io.numalab.recorder.KernelRecorder}.
 */
package io.numalab.recorder;
