/**
 * The policies that Linux has or that the thread discusses, each a plug-in of one file found by ServiceLoader.
 *
 * <p>Placement: {@code default}, {@code membind}, {@code preferred}, {@code preferred-many}, {@code interleave},
 * {@code weighted-interleave}; usually attached to a task or a mapping. Pressure: {@code zone_reclaim} and
 * {@code kswapd-wakeup}; usually attached to the machine. They use nothing but the exported packages of the core, so
 * each of them is also an example of how to write one.
 */
package io.numalab.policies;
