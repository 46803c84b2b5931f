/** What a run is measured by: counters and gauges under the kernel's own names, trace histograms and the event log. */
package io.numalab.stat;
