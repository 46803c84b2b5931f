/**
 * The state and the events of a simulated machine as the files and tools of Linux print them, byte for byte in layout
 * and names: {@code /proc/vmstat}, {@code /proc/zoneinfo}, {@code /proc/buddyinfo}, per-node {@code meminfo},
 * {@code numastat} and {@code vmstat}, {@code numa_maps}, the tables of {@code numastat}, and ftrace lines.
 *
 * <p>Layouts were taken from what running kernels (6.1 and 6.12 of the recordings' guest, 6.18) and numactl 2.0.16
 * print. A counter that the simulator does not keep is printed as 0, as a kernel does that never counted it.
 */
package io.numalab.scenario.format;
