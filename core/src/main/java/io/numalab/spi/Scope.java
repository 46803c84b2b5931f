package io.numalab.spi;

/** What a policy is attached to, most specific first: the most specific scope that declares a capability answers. */
public enum Scope {
    /** One mapping of one task, as {@code mbind}. */
    MAPPING,
    /** One tmpfs file. */
    FILE,
    /** One task, as {@code set_mempolicy}. */
    TASK,
    /** All tasks of a control group. */
    GROUP,
    /** The whole machine, as a sysctl. */
    MACHINE
}
