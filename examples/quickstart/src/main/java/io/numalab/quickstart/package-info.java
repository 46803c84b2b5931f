/** Embedding the simulated machine in 30 lines. */
package io.numalab.quickstart;
