package io.numalab.spi;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The policies that can be had, by name. Immutable once made. A provider that does not work (its class is missing, it
 * throws, it is written for another SPI version) is isolated: it is not listed and hurts nobody until it is asked for
 * by name; {@link #problems} tells of it. Two providers for one name are an error at once, since nobody could say which
 * of the two a result comes from.
 */
public final class Policies {

    /** By name: the providers that work. */
    private final SortedMap<String, PolicyProvider> providers = new TreeMap<>();
    /** By name or alias: the name. */
    private final SortedMap<String, String> nameByWord = new TreeMap<>();
    /** By name or alias: why the provider cannot be had. */
    private final SortedMap<String, String> brokenByWord = new TreeMap<>();
    /** By name or alias: the class that claims it. */
    private final SortedMap<String, Class<?>> claims = new TreeMap<>();
    /** Whatever is wrong, in the order found. */
    private final List<String> problems = new ArrayList<>();

    private Policies(List<PolicyProvider> found, List<String> loadingProblems) {
        problems.addAll(loadingProblems);
        found.forEach(this::register);
    }

    /**
     * {@return the policies that ServiceLoader finds with the context class loader of the thread, or with the loader of
     * this class if the thread has none}
     *
     * @throws PolicyException if two providers claim one name
     */
    public static Policies load() {
        ClassLoader contextLoader = Thread.currentThread().getContextClassLoader();
        return load(contextLoader == null ? Policies.class.getClassLoader() : contextLoader);
    }

    /**
     * {@return the policies that ServiceLoader finds with this class loader and its parents}
     *
     * @param loader where providers are looked for
     * @throws PolicyException if two providers claim one name
     */
    public static Policies load(ClassLoader loader) {
        PolicyDiscovery discovery = PolicyDiscovery.with(loader);
        return new Policies(discovery.providers(), discovery.problems());
    }

    /**
     * {@return exactly these policies}
     *
     * @param providers one for each policy
     * @throws PolicyException if two providers claim one name
     */
    public static Policies of(PolicyProvider... providers) {
        return new Policies(List.of(providers), List.of());
    }

    /**
     * {@return the same policies, watched: a broken {@link PolicyRule} about answers is a {@link PolicyRuleException}}
     */
    public Policies asserting() {
        return new Policies(providers.values().stream().map(AssertingPolicy::watching).toList(), problems);
    }

    // A watched provider is who it watches.
    static Class<?> type(PolicyProvider provider) {
        return provider instanceof AssertingProvider watched ? watched.original().getClass() : provider.getClass();
    }

    private void register(PolicyProvider provider) {
        String who = PolicyOrigin.describe(type(provider));
        SortedSet<String> words = new TreeSet<>();
        String problem;
        try {
            problem = PolicyDiscovery.check(provider, who, words);
        } catch (RuntimeException | LinkageError failure) {
            problem = "provider " + who + " is broken: " + Quoted.line(failure.toString()) + "; repair or remove it";
        }
        claim(words, provider);
        if (problem == null) {
            String name = provider.name();
            providers.put(name, provider);
            words.forEach(word -> nameByWord.put(word, name));
        } else {
            problems.add(problem);
            for (String word : words) {
                brokenByWord.put(word, problem);
            }
        }
    }

    private void claim(SortedSet<String> words, PolicyProvider provider) {
        for (String word : words) {
            Class<?> other = claims.putIfAbsent(word, type(provider));
            if (other != null) {
                throw new PolicyException("policy " + Quoted.of(word) + " is provided twice: by "
                        + PolicyOrigin.describe(other) + " and by " + PolicyOrigin.describe(type(provider))
                        + "; remove or rename one");
            }
        }
    }

    /** {@return the names of the policies, sorted, without aliases} */
    public SortedSet<String> names() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(providers.keySet()));
    }

    /** {@return the providers, sorted by name} */
    public List<PolicyProvider> providers() {
        return List.copyOf(providers.values());
    }

    /** {@return one line for each provider that was found but cannot be used, in the order found; normally empty} */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /**
     * {@return the provider of a policy}
     *
     * @param nameOrAlias the name of a policy, or one of its aliases
     * @throws PolicyException if there is none or it is broken; the message lists the known names and the nearest
     */
    public PolicyProvider find(String nameOrAlias) {
        String name = nameByWord.get(nameOrAlias);
        if (name != null) {
            return providers.get(name);
        }
        String broken = brokenByWord.get(nameOrAlias);
        if (broken != null) {
            throw new PolicyException(broken);
        }
        String known = providers.isEmpty() ? "none; add numalab-policies or your own jar to the class path"
                : String.join(", ", providers.keySet());
        String unloaded = problems.isEmpty() ? "" : "; not usable: " + String.join("; ", problems);
        throw new PolicyException("policy " + Quoted.of(nameOrAlias) + " is unknown"
                + Spelling.suggestion(nameOrAlias, nameByWord.keySet()) + "; known: " + known + unloaded);
    }

    /**
     * {@return the checked settings of a specification}
     *
     * @param spec the policy and its settings
     * @param available the nodes that exist
     * @throws PolicyException if the policy cannot be had or a setting does not fit
     */
    public PolicyConfig config(PolicySpec spec, NodeMask available) {
        return PolicyConfig.of(find(spec.name()), spec, available);
    }

    /**
     * {@return a new policy for one attachment} The nodes that exist are those with memory or CPUs.
     *
     * @param spec the policy and its settings
     * @param context what it is created for
     * @throws PolicyException if the policy cannot be had, a setting does not fit, or the provider fails
     */
    public AllocationPolicy create(PolicySpec spec, PolicyContext context) {
        PolicyProvider provider = find(spec.name());
        PolicyConfig config = PolicyConfig.of(provider, spec, context.memoryNodes().or(context.cpuNodes()));
        AllocationPolicy policy;
        try {
            policy = provider.create(config, context);
        } catch (PolicyException | PolicyRuleException refusal) {
            throw refusal;
        } catch (RuntimeException | LinkageError failure) {
            throw new PolicyException("policy " + Quoted.of(spec.name()) + " ("
                    + PolicyOrigin.describe(type(provider)) + ") cannot be created: "
                    + Quoted.line(failure.toString()), failure);
        }
        if (policy == null) {
            throw new PolicyException("policy " + Quoted.of(spec.name()) + " ("
                    + PolicyOrigin.describe(type(provider)) + ") cannot be created: its provider returned null");
        }
        return policy;
    }

    /**
     * {@return the name of the jar or folder that a policy came from; never a whole path}
     *
     * @param nameOrAlias the name of a policy, or one of its aliases
     * @throws PolicyException as {@link #find}
     */
    public String origin(String nameOrAlias) {
        return PolicyOrigin.of(type(find(nameOrAlias)));
    }
}
