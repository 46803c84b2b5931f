package io.numalab.scenario.play;

import io.numalab.spi.Policies;
import io.numalab.spi.PolicySpec;
import io.numalab.spi.Scope;

/**
 * The policy that takes the place of {@code @} in a scenario.
 *
 * @param policy what is attached
 * @param machineScope whether to the whole machine, once, when the first task under test starts; else to every task
 *     that says {@code policy=@}
 */
public record UnderTest(PolicySpec policy, boolean machineScope) {
    /** The kernel's default: what a scenario with {@code @} runs under if nothing else is asked for. */
    public static final UnderTest DEFAULT = new UnderTest(PolicySpec.of("default"), false);

    /**
     * A policy at its usual scope.
     *
     * @throws io.numalab.spi.PolicyException if there is no such policy
     */
    public static UnderTest of(PolicySpec policy, Policies policies) {
        return new UnderTest(policy, policies.find(policy.name()).usualScope() == Scope.MACHINE);
    }
}
