package io.numalab.tck;

import io.numalab.spi.Policies;
import io.numalab.spi.PolicyProvider;
import java.util.List;

/** The built-in policies, found as everybody finds them: their module exports nothing. */
final class Builtins {
    private Builtins() {}

    static List<PolicyProvider> all() {
        return Policies.load().providers();
    }

    static Promise promise(PolicyProvider provider) {
        return provider.name().equals("membind") ? Promise.STRICT : Promise.BEST_EFFORT;
    }
}
