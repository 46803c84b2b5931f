/**
 * Results for programs: tables in long format, one figure a row, as CSV (RFC 4180, UTF-8, LF) or JSON Lines, which
 * pandas and DuckDB read as they are. The columns are documented by {@link io.numalab.report.table.ResultTable#schema},
 * which {@code numalab compare --help-schema} prints; a manifest lies beside each file.
 */
package io.numalab.report.table;
