package io.numalab.spi;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;

/**
 * What ServiceLoader found: providers that could be instantiated, and a line for each that could not.
 *
 * @param providers in the order found
 * @param problems one line each, in the order found
 */
record PolicyDiscovery(List<PolicyProvider> providers, List<String> problems) {

    /** ServiceLoader may report the same unreadable file for ever; the search ends after so many broken providers. */
    private static final int PROBLEMS_MAX = 64;

    /** The word that removes a policy; the class of the built-in policies that explains it may bear it. */
    private static final String RESERVED = "default";
    private static final String RESERVED_FOR = "io.numalab.policies.DefaultPolicy";

    static PolicyDiscovery with(ClassLoader loader) {
        List<PolicyProvider> providers = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        Iterator<PolicyProvider> found = ServiceLoader.load(PolicyProvider.class, loader).iterator();
        boolean more = true;
        while (more && problems.size() < PROBLEMS_MAX) {
            try {
                more = found.hasNext();
                if (more) {
                    providers.add(found.next());
                }
            } catch (ServiceConfigurationError | LinkageError failure) {
                problems.add(describe(failure));
            }
        }
        return new PolicyDiscovery(providers, problems);
    }

    private static String describe(Error failure) {
        String cause = failure.getCause() == null ? "" : ", caused by " + failure.getCause();
        return "provider cannot be loaded: " + Quoted.line(failure.getMessage()) + Quoted.line(cause)
                + "; repair or remove it";
    }

    /**
     * What is wrong with a provider in one line, or null. Asks everything a listing asks, so that a provider that
     * throws does so here.
     *
     * @param who the provider's class and origin
     * @param words receives the name and the aliases, as far as they are good
     */
    static String check(PolicyProvider provider, String who, Collection<String> words) {
        String name = provider.name();
        if (!Parameter.isName(name)) {
            return "provider " + who + " has a bad name: " + badName(name);
        }
        if (isReserved(name, provider)) {
            return "provider " + who + reserved(name);
        }
        words.add(name);
        String policy = "policy " + Quoted.of(name) + " (" + who + ") ";
        int version = provider.spiVersion();
        if (version != PolicyProvider.SPI_VERSION) {
            return policy + "is written for version " + version + " of the SPI, this engine speaks version "
                    + PolicyProvider.SPI_VERSION + "; use a build of the plug-in for that version";
        }
        for (String alias : provider.aliases()) {
            if (!Parameter.isName(alias)) {
                return policy + "has a bad alias: " + badName(alias);
            }
            if (isReserved(alias, provider)) {
                return "provider " + who + reserved(alias);
            }
            words.add(alias);
        }
        String capabilities = badCapabilities(provider.capabilities());
        if (capabilities != null) {
            return policy + capabilities;
        }
        boolean complete = provider.description() != null
                && provider.usualScope() != null
                && provider.parameters() != null;
        return complete ? null : policy + "returns null for its description, scope or parameters";
    }

    // A policy that answers nowhere would be attached in vain, and some answers are never asked for without another.
    private static String badCapabilities(Set<Capability> declared) {
        if (declared == null || declared.isEmpty()) {
            return "declares no capability; declare at least one of " + List.of(Capability.values());
        }
        if (declared.contains(Capability.PAGE_PLACEMENT) && !declared.contains(Capability.PLACEMENT)) {
            return "declares PAGE_PLACEMENT without PLACEMENT; declare both";
        }
        if (declared.contains(Capability.AFTER_RECLAIM) && !declared.contains(Capability.PRESSURE)) {
            return "declares AFTER_RECLAIM without PRESSURE; declare both";
        }
        return null;
    }

    private static boolean isReserved(String word, PolicyProvider provider) {
        return word.equals(RESERVED) && !Policies.type(provider).getName().equals(RESERVED_FOR);
    }

    private static String reserved(String word) {
        return " has the reserved name " + Quoted.of(word) + ", which removes a policy; rename it";
    }

    private static String badName(String name) {
        return Quoted.of(name) + ", expected lower-case letters, digits, - and _, starting with a letter, at most 64";
    }
}
