package io.numalab.spi;

/**
 * A policy broke a rule of its contract, found by {@link AssertingPolicy}: a fault of the plug-in, never a result of
 * the simulation. The message is one line with the policy, the rule and what was seen.
 */
public final class PolicyRuleException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    private final PolicyRule rule;

    /**
     * Creates the error.
     *
     * @param policy whose fault it is
     * @param rule what it broke
     * @param seen what was seen, as a phrase
     */
    public PolicyRuleException(String policy, PolicyRule rule, String seen) {
        this(policy, rule, seen, null);
    }

    /**
     * Creates the error with what the policy threw.
     *
     * @param policy the name of the policy
     * @param rule the rule it broke
     * @param seen what was seen, in one line
     * @param cause what was thrown, or null
     */
    public PolicyRuleException(String policy, PolicyRule rule, String seen, Throwable cause) {
        super("policy " + Quoted.of(policy) + ": " + Quoted.line(seen) + "; it breaks " + rule, cause);
        this.rule = rule;
    }

    /** {@return the rule that was broken} */
    public PolicyRule rule() {
        return rule;
    }
}
