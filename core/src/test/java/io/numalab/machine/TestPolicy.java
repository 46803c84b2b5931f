package io.numalab.machine;

import io.numalab.spi.AllocationPolicy;
import io.numalab.spi.Capability;
import io.numalab.spi.Parameter;
import io.numalab.spi.Policies;
import io.numalab.spi.PolicyConfig;
import io.numalab.spi.PolicyContext;
import io.numalab.spi.PolicyProvider;
import io.numalab.spi.Scope;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/** A provider {@code test} with a parameter {@code rate}, for tests of what the engine asks. */
record TestPolicy(Set<Capability> capabilities, BiFunction<PolicyConfig, PolicyContext, AllocationPolicy> maker)
        implements PolicyProvider {

    /** A set of policies with this one alone, which is the same instance for every attachment. */
    static Policies of(AllocationPolicy policy, Capability... points) {
        return Policies.of(new TestPolicy(Set.of(points), (config, context) -> policy));
    }

    @Override
    public int spiVersion() {
        return SPI_VERSION;
    }

    @Override
    public String name() {
        return "test";
    }

    @Override
    public String description() {
        return "for tests";
    }

    @Override
    public Scope usualScope() {
        return Scope.MACHINE;
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(Parameter.integer("rate", 1, 1, 9, "a number"),
                Parameter.integer("size", 1, 1, 9, "a number").fixed());
    }

    @Override
    public AllocationPolicy create(PolicyConfig config, PolicyContext context) {
        return maker.apply(config, context);
    }
}
