package io.numalab.tck;

import io.numalab.spi.AssertingPolicy;
import io.numalab.spi.Capability;
import io.numalab.spi.Parameter;
import io.numalab.spi.Policies;
import io.numalab.spi.PolicyProvider;
import io.numalab.spi.Scope;
import java.util.ArrayList;
import java.util.List;

/**
 * What is checked: a policy alone, or at task scope over another one at machine scope.
 *
 * @param provider the policy's
 * @param promise what it promises
 * @param beneath the provider of the policy at machine scope, or null
 */
record Subject(PolicyProvider provider, Promise promise, PolicyProvider beneath) {

    boolean has(Capability capability) {
        return provider.capabilities().contains(capability);
    }

    boolean takesNodes() {
        return provider.parameters().stream().anyMatch(parameter -> parameter.type() == Parameter.Type.NODES);
    }

    /** Whether it is attached to tasks and mappings rather than to the machine. */
    boolean atTaskScope() {
        return beneath != null || provider.usualScope() != Scope.MACHINE;
    }

    /** The policies of a run, watched or not. */
    Policies policies(boolean watched) {
        List<PolicyProvider> providers = new ArrayList<>(List.of(provider));
        if (beneath != null && !beneath.name().equals(provider.name())) {
            providers.add(beneath);
        }
        return Policies.of(providers.stream()
                .map(one -> watched ? AssertingPolicy.watching(one) : one).toArray(PolicyProvider[]::new));
    }

    @Override
    public String toString() {
        return provider.name() + (beneath == null ? "" : " over " + beneath.name());
    }
}
