/**
 * What a simulated machine is before it runs: nodes, CPUs, zones, distances, state after boot and the price of every
 * action.
 *
 * <p>Everything here is an immutable value, safe for use by any thread.
 */
package io.numalab.topology;
