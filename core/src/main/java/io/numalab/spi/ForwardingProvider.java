package io.numalab.spi;

import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A provider that is another one in all that is not overridden: for a policy that is a known one but for a little, and
 * for one that watches another. Both have one name, so only one of them may be among {@link Policies}.
 */
@Experimental
public abstract class ForwardingProvider implements PolicyProvider {
    private final PolicyProvider original;

    /**
     * A provider that is another one so far.
     *
     * @param original answers what is not overridden
     */
    protected ForwardingProvider(PolicyProvider original) {
        this.original = Objects.requireNonNull(original, "original");
    }

    /** {@return the provider that answers what is not overridden} */
    public final PolicyProvider original() {
        return original;
    }

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
        return original.create(config, context);
    }
}
