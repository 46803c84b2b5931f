package io.numalab.spi;

import java.util.List;
import java.util.Set;

/** A provider whose policies are watched by {@link AssertingPolicy}. */
record AssertingProvider(PolicyProvider original) implements PolicyProvider {

    @Override
    public int spiVersion() {
        return original.spiVersion();
    }

    @Override
    public String name() {
        return original.name();
    }

    @Override
    public String description() {
        return original.description();
    }

    @Override
    public List<String> aliases() {
        return original.aliases();
    }

    @Override
    public Scope usualScope() {
        return original.usualScope();
    }

    @Override
    public Set<Capability> capabilities() {
        return original.capabilities();
    }

    @Override
    public List<Parameter> parameters() {
        return original.parameters();
    }

    @Override
    public AllocationPolicy create(PolicyConfig config, PolicyContext context) {
        return AssertingPolicy.create(original, config, context);
    }
}
