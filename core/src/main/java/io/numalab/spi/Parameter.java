package io.numalab.spi;

/**
 * A declared parameter of a policy; drives validation, help and sweeps.
 *
 * @param name lower-case letters, digits, {@code -} and {@code _}
 * @param type how the text is read
 * @param defaultValue the text used when none is given; null if a value is required
 * @param min smallest value of a number, inclusive
 * @param max largest value of a number, inclusive
 * @param changeable whether it may be changed during a run, as a sysctl: {@code sysctl numalab.POLICY.PARAMETER=VALUE};
 *     the policy is then created anew with the new value
 * @param doc one line, with the unit
 */
public record Parameter(
        String name, Type type, String defaultValue, long min, long max, boolean changeable, String doc) {

    /** The name of the parameter that takes the node list behind the colon. */
    public static final String NODES = "nodes";

    /**
     * Checks name, range and documentation.
     *
     * @param name lower-case letters, digits, {@code -} and {@code _}, starting with a letter, at most 64
     * @param type what values it takes
     * @param defaultValue as text; null if it must be given
     * @param min the smallest number, for {@link Type#INTEGER}
     * @param max the largest number, for {@link Type#INTEGER}
     * @param changeable whether it may be changed during a run
     * @param doc one line: what it does
     */
    public Parameter {
        if (!isName(name)) {
            throw new IllegalArgumentException("parameter " + Quoted.of(name)
                    + ": expected lower-case letters, digits, - and _, starting with a letter, at most 64");
        }
        if (min > max) {
            throw new IllegalArgumentException("parameter " + name + ": range " + min + " to " + max + " is empty");
        }
        if (doc.isBlank() || !doc.equals(Quoted.line(doc))) {
            throw new IllegalArgumentException("parameter " + name + ": expected one line of documentation");
        }
    }

    /** How the text of a value is read. */
    public enum Type {
        /** A decimal number. */
        INTEGER,
        /** A list of nodes in numactl's grammar. */
        NODES,
        /** true or false. */
        BOOLEAN
    }

    /**
     * {@return a parameter that is a number, which may be changed during a run}
     *
     * @param name lower-case letters, digits, {@code -} and {@code _}, starting with a letter, at most 64
     * @param defaultValue what it is if not given, {@code min} to {@code max}
     * @param min the smallest number allowed
     * @param max the largest number allowed
     * @param doc one line: what it does
     */
    public static Parameter integer(String name, long defaultValue, long min, long max, String doc) {
        return new Parameter(name, Type.INTEGER, Long.toString(defaultValue), min, max, true, doc);
    }

    /**
     * {@return the node list that follows the colon ({@code bind:0-1}); the parameter is called {@code nodes}}
     *
     * @param required whether the policy cannot do without nodes
     * @param doc one line: what it does
     */
    public static Parameter nodes(boolean required, String doc) {
        return new Parameter(NODES, Type.NODES, required ? null : "", 0, 0, false, doc);
    }

    /**
     * {@return a parameter that is true or false, which may be changed during a run}
     *
     * @param name lower-case letters, digits, {@code -} and {@code _}, starting with a letter, at most 64
     * @param defaultValue what it is if not given
     * @param doc one line: what it does
     */
    public static Parameter flag(String name, boolean defaultValue, String doc) {
        return new Parameter(name, Type.BOOLEAN, Boolean.toString(defaultValue), 0, 0, true, doc);
    }

    /** {@return the same, fixed once the policy is attached} */
    public Parameter fixed() {
        return new Parameter(name, type, defaultValue, min, max, false, doc);
    }

    /** Whether a text may name a policy, an alias or a parameter. */
    static boolean isName(String name) {
        boolean legal = name != null && !name.isEmpty() && name.length() <= 64;
        for (int index = 0; legal && index < name.length(); index++) {
            char character = name.charAt(index);
            boolean letter = character >= 'a' && character <= 'z';
            boolean other = character >= '0' && character <= '9' || character == '-' || character == '_';
            legal = letter || other && index > 0;
        }
        return legal;
    }
}
