/**
 * The claims and questions of the thread "Deprecate zone_reclaim_mode" (LPC 2025), answered from runs: groups of runs
 * are played once, each finding reads those it needs and words its answer by what they gave.
 */
package io.numalab.report.thread;
