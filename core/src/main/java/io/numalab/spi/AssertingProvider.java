package io.numalab.spi;

/** A provider whose policies are watched by {@link AssertingPolicy}. */
final class AssertingProvider extends ForwardingProvider {

    AssertingProvider(PolicyProvider original) {
        super(original);
    }

    @Override
    public AllocationPolicy create(PolicyConfig config, PolicyContext context) {
        return AssertingPolicy.create(original(), config, context);
    }
}
