/**
 * Reports for people: one self-contained HTML page of sections with prose, tables and charts, readable offline, in
 * light and dark, on a phone and in print.
 */
package io.numalab.report.page;
