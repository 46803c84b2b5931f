/**
 * Which setting suits a workload on a machine: candidates are played with several seeds, ranked by what they cost, and
 * the answer says why, how sure it is, and what would change it.
 */
package io.numalab.report.recommendation;
