package io.numalab.spi;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The settings of one attachment, checked against the {@link Parameter parameters} a provider declares: every declared
 * parameter has a value of its type within its range. Immutable. Reading a value does not allocate on the heap, but a
 * policy does best to read it once, when it is created.
 */
public final class PolicyConfig {

    private final String policy;
    /** Long, Boolean or NodeMask, by the type of the parameter. */
    private final Map<String, Object> values;

    private PolicyConfig(String policy, Map<String, Object> values) {
        this.policy = policy;
        this.values = values;
    }

    /**
     * Checks a specification against a provider's parameters.
     *
     * @param provider the provider of the policy
     * @param spec the policy and its settings, as written
     * @param available the nodes that exist: what a node list is read against
     * @return the settings, given and default
     * @throws PolicyException if a setting is unknown, missing, malformed, out of range or names a node that does not
     *     exist
     */
    public static PolicyConfig of(PolicyProvider provider, PolicySpec spec, NodeMask available) {
        List<String> known = new ArrayList<>();
        Map<String, Object> values = new TreeMap<>();
        for (Parameter parameter : provider.parameters()) {
            boolean isNodes = parameter.name().equals(Parameter.NODES);
            String text = isNodes ? spec.nodes() : spec.values().getOrDefault(parameter.name(), "");
            values.put(parameter.name(), value(spec, parameter, text, available));
            known.add(parameter.name());
        }
        if (!spec.nodes().isEmpty() && !known.contains(Parameter.NODES)) {
            throw error(spec, "it takes no nodes, but " + Quoted.of(spec.nodes()) + " is given");
        }
        known.remove(Parameter.NODES);
        for (String key : spec.values().keySet()) {
            if (!known.contains(key)) {
                String choices = known.isEmpty() ? "it has none" : "it has " + String.join(", ", known);
                throw error(spec, "unknown parameter " + Quoted.of(key) + Spelling.suggestion(key, known)
                        + "; " + choices);
            }
        }
        return new PolicyConfig(spec.name(), values);
    }

    /**
     * {@return a specification with one value changed during a run}
     *
     * @param provider the provider of the policy
     * @param spec the policy and its settings, as written
     * @param name the parameter
     * @param value its new value, as text
     * @throws PolicyException if there is no such parameter or it may not be changed during a run; whether the value
     *     fits is checked when the policy is created
     */
    public static PolicySpec changed(PolicyProvider provider, PolicySpec spec, String name, String value) {
        List<String> changeable = provider.parameters().stream().filter(Parameter::changeable)
                .map(Parameter::name).toList();
        if (!changeable.contains(name)) {
            String choices = changeable.isEmpty() ? "none of its parameters can be" : "it has "
                    + String.join(", ", changeable);
            throw error(spec, "parameter " + Quoted.of(name) + " cannot be changed during a run"
                    + Spelling.suggestion(name, changeable) + "; " + choices);
        }
        SortedMap<String, String> values = new TreeMap<>(spec.values());
        values.put(name, value);
        return new PolicySpec(spec.name(), spec.nodes(), values);
    }

    private static Object value(PolicySpec spec, Parameter parameter, String given, NodeMask available) {
        String text = given.isEmpty() ? parameter.defaultValue() : given;
        if (text == null) {
            throw error(spec, "parameter " + parameter.name() + " needs a value: " + parameter.doc());
        }
        return switch (parameter.type()) {
            case INTEGER -> integer(spec, parameter, text);
            case BOOLEAN -> flag(spec, parameter, text);
            case NODES -> nodes(spec, text, available);
        };
    }

    private static Long integer(PolicySpec spec, Parameter parameter, String text) {
        String range = "expected a number from " + parameter.min() + " to " + parameter.max();
        long value;
        try {
            value = Long.parseLong(text);
        } catch (NumberFormatException malformed) {
            throw error(spec, "parameter " + parameter.name() + " = " + Quoted.of(text) + ": " + range);
        }
        if (value < parameter.min() || value > parameter.max()) {
            throw error(spec, "parameter " + parameter.name() + " = " + value + " is out of range: " + range);
        }
        return value;
    }

    private static Boolean flag(PolicySpec spec, Parameter parameter, String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw error(spec, "parameter " + parameter.name() + " = " + Quoted.of(text) + ": expected true or false");
        }
        return Boolean.valueOf(text);
    }

    private static NodeMask nodes(PolicySpec spec, String text, NodeMask available) {
        if (text.isEmpty()) {
            return NodeMask.EMPTY;
        }
        try {
            return NodeMask.parse(text, available);
        } catch (IllegalArgumentException problem) {
            throw error(spec, problem.getMessage());
        }
    }

    private static PolicyException error(PolicySpec spec, String problem) {
        return new PolicyException("policy " + Quoted.of(spec.name()) + ": " + problem);
    }

    /**
     * {@return the value of a parameter of type {@link Parameter.Type#INTEGER}}
     *
     * @param name a parameter that the provider declares
     * @throws IllegalArgumentException if no such parameter is declared
     */
    public long integer(String name) {
        return declared(name, Long.class);
    }

    /**
     * {@return the value of a parameter of type {@link Parameter.Type#BOOLEAN}}
     *
     * @param name a parameter that the provider declares
     * @throws IllegalArgumentException if no such parameter is declared
     */
    public boolean flag(String name) {
        return declared(name, Boolean.class);
    }

    /** {@return the node list behind the colon; {@link NodeMask#EMPTY} if none was given or the policy takes none} */
    public NodeMask nodes() {
        return values.containsKey(Parameter.NODES) ? nodes(Parameter.NODES) : NodeMask.EMPTY;
    }

    /**
     * {@return the value of a parameter of type {@link Parameter.Type#NODES}; {@link NodeMask#EMPTY} if none was given}
     *
     * @param name a parameter that the provider declares
     * @throws IllegalArgumentException if no such parameter is declared
     */
    public NodeMask nodes(String name) {
        return declared(name, NodeMask.class);
    }

    private <T> T declared(String name, Class<T> type) {
        Object value = values.get(name);
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException("policy " + Quoted.of(policy) + " declares no parameter "
                    + Quoted.of(name) + " of this type; declared: " + String.join(", ", values.keySet()));
        }
        return type.cast(value);
    }

    /** {@return the name the policy was asked for, which may be an alias} */
    public String policy() {
        return policy;
    }

    @Override
    public String toString() {
        return policy + values;
    }
}
