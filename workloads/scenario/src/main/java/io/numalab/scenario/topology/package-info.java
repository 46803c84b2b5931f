/**
 * Machines as tools describe them: {@code numactl --hardware}, sysfs, {@code /proc/zoneinfo}, lstopo, Intel MLC, a
 * short text, a scenario's header, and named machines whose figures have a source.
 *
 * <p>Readers take untrusted text: lines, files, nesting and numbers of nodes are bounded, and whatever is not
 * understood is a {@link io.numalab.scenario.topology.TopologyException} of one line.
 */
package io.numalab.scenario.topology;
