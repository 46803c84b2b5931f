/**
 * The test kit of the policy SPI: what every policy must keep, as one class to extend.
 *
 * <p>A plug-in depends on {@code io.numalab:numalab-policy-tck} in test scope, beside JUnit, and writes
 *
 * <pre>{@code
 * class MyPolicyTest extends PolicyContract {
 *     @Override
 *     protected PolicyProvider provider() {
 *         return new MyPolicy();
 *     }
 * }
 * }</pre>
 *
 * <p>That is all. {@link io.numalab.tck.PolicyContract} makes machines and operations with jqwik, 1 to 8 nodes, with
 * and without CPUs and memory, plays them under the policy, watched by {@link io.numalab.spi.AssertingPolicy}, and
 * judges
 * the record by the rules of {@link io.numalab.spi.PolicyRule}: one test for each. A strict policy says so by
 * overriding {@link io.numalab.tck.PolicyContract#promise}. Nodes and settings are chosen from the parameters the
 * provider
 * declares, within their ranges.
 */
package io.numalab.tck;
