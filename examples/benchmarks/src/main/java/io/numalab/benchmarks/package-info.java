/** Measures the engine through its public API, beside the baselines that the goals are ratios of. */
package io.numalab.benchmarks;
