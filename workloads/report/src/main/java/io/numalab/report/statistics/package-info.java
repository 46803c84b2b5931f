/** What repeated runs say: confidence intervals, and when a difference is called one. */
package io.numalab.report.statistics;
