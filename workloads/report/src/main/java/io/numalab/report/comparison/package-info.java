/**
 * Compares policies and settings on a workload: cases in, a row of figures for each out. What is measured begins with
 * the first task under test ({@code policy=@}); the steps before it are common to all cases.
 */
package io.numalab.report.comparison;
