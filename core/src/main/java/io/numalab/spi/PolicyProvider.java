package io.numalab.spi;

import java.util.List;
import java.util.Set;

/**
 * What ServiceLoader finds: a cheap description of a policy and the way to create it. A jar names its provider in
 * {@code META-INF/services/io.numalab.spi.PolicyProvider}.
 */
public interface PolicyProvider {
    /**
     * The version of this contract that the engine speaks.
     *
     * <p>The rule: the number is raised when something stable changes its meaning or goes, and only then. A plug-in
     * works, unchanged and without being compiled again, with every engine that speaks the version it was written for;
     * every other engine refuses it, when it is asked for, in one line. New decision points, view methods and
     * parameters with a default come without a new number, and so does any change of what is marked
     * {@link Experimental}.
     */
    int SPI_VERSION = 1;

    /**
     * {@return the version the provider was written for: {@code return PolicyProvider.SPI_VERSION;} (the compiler
     * copies the number into the plug-in, which is why there is no default)}
     */
    int spiVersion();

    /** {@return lower-case letters, digits, {@code -} and {@code _}, starting with a letter, at most 64} */
    String name();

    /** {@return one line: what it does} */
    String description();

    /** {@return other names, such as the kernel's and numactl's words} */
    default List<String> aliases() {
        return List.of();
    }

    /** {@return where one usually attaches it; every scope works} */
    Scope usualScope();

    /**
     * {@return the decision points it takes part in; at least one} It is asked at no other, even if it overrides its
     * method.
     */
    Set<Capability> capabilities();

    /** {@return the parameters it understands, in the order they are listed} */
    default List<Parameter> parameters() {
        return List.of();
    }

    /**
     * Creates the policy for one attachment.
     *
     * @param config checked against {@link #parameters()}
     * @param context the machine
     * @return a new policy; never null
     * @throws PolicyException if the values do not fit the machine or each other
     */
    AllocationPolicy create(PolicyConfig config, PolicyContext context);
}
