/**
 * Recordings of real kernels in the schema {@code numa-oracle/1}: reading them, starting a machine from their boot
 * state, and measuring how far a simulated run is from them.
 *
 * <p>Two readers are kept apart on purpose: {@link io.numalab.scenario.recording.BootStateReader} sees the first
 * snapshot of a recording and nothing of what came after, {@link io.numalab.scenario.recording.Recording} is what a
 * finished run is compared with.
 */
package io.numalab.scenario.recording;
