package io.numalab.spi;

import java.util.List;
import java.util.Set;

/** A provider for tests. */
class FakeProvider implements PolicyProvider {

    private final String name;
    private final List<String> aliases;
    private final List<Parameter> parameters;

    FakeProvider(String name) {
        this(name, List.of(), List.of());
    }

    FakeProvider(String name, List<String> aliases, List<Parameter> parameters) {
        this.name = name;
        this.aliases = aliases;
        this.parameters = parameters;
    }

    @Override
    public int spiVersion() {
        return SPI_VERSION;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return "for tests";
    }

    @Override
    public List<String> aliases() {
        return aliases;
    }

    @Override
    public Scope usualScope() {
        return Scope.TASK;
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.PLACEMENT);
    }

    @Override
    public List<Parameter> parameters() {
        return parameters;
    }

    @Override
    public AllocationPolicy create(PolicyConfig config, PolicyContext context) {
        return new AllocationPolicy() {};
    }
}
