/**
 * Reads which pages a program used and has the simulated machine use them in the same order: a CSV of time, task, page
 * and direction, or what DAMON counted (its tracepoint, or the records and raw reports of damo). Files are streamed,
 * plain or packed; what is kept grows with the memory in use, not with the file.
 */
package io.numalab.scenario.access;
