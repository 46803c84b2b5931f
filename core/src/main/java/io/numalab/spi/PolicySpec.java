package io.numalab.spi;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A policy and its settings as written on one line: {@code default}, {@code bind:0-1}, {@code prefer-many:0,2},
 * {@code zone_reclaim:mode=1,min_unmapped_ratio=5}. Immutable; nothing is checked against a provider yet, that is
 * {@link Policies#config}.
 *
 * @param name a policy's name or alias; not empty
 * @param nodes the node list in numactl's grammar, empty if none was given
 * @param values the settings by name, sorted and unmodifiable
 */
public record PolicySpec(String name, String nodes, SortedMap<String, String> values) {

    /**
     * Checks that the parts can be written on one line and read back.
     *
     * @param name the name or an alias of a policy
     * @param nodes the node list as written; empty for none
     * @param values values by parameter, as written
     */
    public PolicySpec {
        check(isStripped(name) && name.indexOf(':') < 0, name, "name", "expected text without a colon");
        check(nodes.isEmpty() || isNodeList(nodes), nodes, "nodes", "expected a node list such as 0-1,3");
        for (Map.Entry<String, String> value : values.entrySet()) {
            String key = value.getKey();
            check(Parameter.isName(key), key, "parameter", "expected lower-case letters, digits, - and _");
            check(!key.equals(Parameter.NODES), key, "parameter", "write the nodes right after the colon");
            String setting = Objects.requireNonNull(value.getValue(), key);
            check(isStripped(setting) && setting.indexOf(',') < 0, setting, key, "expected a value without a comma");
        }
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    /**
     * {@return the policy of this name or alias with its default settings}
     *
     * @param name the name or an alias of a policy
     */
    public static PolicySpec of(String name) {
        return new PolicySpec(name, "", new TreeMap<>());
    }

    /**
     * Reads {@code NAME}, {@code NAME:NODES}, {@code NAME:KEY=VALUE,...} or nodes and then settings behind one
     * colon, as in {@code bind:0,2,static=true}. Blanks around each part are dropped.
     *
     * @param text a policy and its settings on one line
     * @return the policy and its settings, unchecked
     * @throws PolicyException if the text is malformed
     */
    public static PolicySpec parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return checked(text, text.strip(), "", new TreeMap<>());
        }
        StringBuilder nodes = new StringBuilder();
        SortedMap<String, String> values = new TreeMap<>();
        for (String item : text.substring(colon + 1).split(",", -1)) {
            int equals = item.indexOf('=');
            if (equals >= 0) {
                String key = item.substring(0, equals).strip();
                if (values.put(key, item.substring(equals + 1).strip()) != null) {
                    throw malformed(text, "parameter " + Quoted.of(key) + " is given twice");
                }
            } else if (item.isBlank() || !values.isEmpty()) {
                throw malformed(text, Quoted.of(item) + " is neither a node list nor KEY=VALUE");
            } else {
                nodes.append(nodes.length() == 0 ? "" : ",").append(item.strip());
            }
        }
        return checked(text, text.substring(0, colon).strip(), nodes.toString(), values);
    }

    private static PolicySpec checked(String text, String name, String nodes, SortedMap<String, String> values) {
        try {
            return new PolicySpec(name, nodes, values);
        } catch (IllegalArgumentException problem) {
            throw malformed(text, problem.getMessage());
        }
    }

    private static PolicyException malformed(String text, String problem) {
        return new PolicyException("policy " + Quoted.of(text) + ": " + problem
                + "; write NAME, NAME:NODES or NAME:KEY=VALUE,KEY=VALUE");
    }

    private static void check(boolean legal, String value, String what, String expected) {
        if (!legal) {
            throw new IllegalArgumentException(Quoted.line(what) + " " + Quoted.of(value) + ": " + expected);
        }
    }

    private static boolean isStripped(String text) {
        return !text.isBlank() && text.equals(text.strip());
    }

    /** Whether the text splits into items that {@link #parse} takes for nodes; says nothing about the nodes. */
    private static boolean isNodeList(String nodes) {
        if (nodes.indexOf('=') >= 0 || nodes.indexOf(':') >= 0) {
            return false;
        }
        for (String item : nodes.split(",", -1)) {
            if (!isStripped(item)) {
                return false;
            }
        }
        return true;
    }

    /** The line that {@link #parse} reads back. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(name);
        char separator = ':';
        if (!nodes.isEmpty()) {
            text.append(separator).append(nodes);
            separator = ',';
        }
        for (Map.Entry<String, String> value : values.entrySet()) {
            text.append(separator).append(value.getKey()).append('=').append(value.getValue());
            separator = ',';
        }
        return text.toString();
    }
}
