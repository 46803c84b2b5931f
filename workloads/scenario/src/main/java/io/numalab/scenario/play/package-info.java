/**
 * Playing scenarios on a simulated machine: what the recorder's first process does in the guest, step by step.
 */
package io.numalab.scenario.play;
