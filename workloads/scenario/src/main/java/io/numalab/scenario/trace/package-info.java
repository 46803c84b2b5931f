/**
 * Reads what tracing tools recorded of a real kernel's page allocator and plays it on a simulated machine: {@code perf
 * script}, ftrace and trace-cmd text of {@code kmem:mm_page_alloc}, {@code kmem:mm_page_free} and {@code mm_vmscan_*}.
 * Files are streamed, plain or packed with gzip or zstd; what is kept grows with the pages in use, not with the file.
 */
package io.numalab.scenario.trace;
