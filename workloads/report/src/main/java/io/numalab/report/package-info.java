/** What all results of a comparison have in common: how they came about. */
package io.numalab.report;
