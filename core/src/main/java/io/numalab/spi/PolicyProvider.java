package io.numalab.spi;

import java.util.List;
import java.util.Set;

/**
 * What ServiceLoader finds: a cheap description of a policy and the way to create it. A jar names its provider in
 * {@code META-INF/services/io.numalab.spi.PolicyProvider}.
 */
public interface PolicyProvider {
    /** The version of this contract that the engine speaks. A provider with another one is refused when asked for. */
    int SPI_VERSION = 1;

    /** The version the provider was written for; leave as it is. */
    default int spiVersion() {
        return SPI_VERSION;
    }

    /** Lower-case letters, digits, {@code -} and {@code _}, starting with a letter, at most 64. */
    String name();

    /** One line: what it does. */
    String description();

    /** Other names, such as the kernel's and numactl's words. */
    default List<String> aliases() {
        return List.of();
    }

    /** Where one usually attaches it. */
    Scope usualScope();

    /** The decision points it takes part in. */
    Set<Capability> capabilities();

    /** The parameters it understands, in the order they are listed. */
    default List<Parameter> parameters() {
        return List.of();
    }

    /**
     * Creates the policy for one attachment.
     *
     * @param config checked against {@link #parameters()}
     * @param context the machine
     * @throws PolicyException if the values do not fit the machine or each other
     */
    AllocationPolicy create(PolicyConfig config, PolicyContext context);
}
