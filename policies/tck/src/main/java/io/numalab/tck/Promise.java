package io.numalab.tck;

/** What a policy promises about the nodes it is given, beyond the rules every policy keeps. */
public enum Promise {
    /** Pages lie there if they can. */
    BEST_EFFORT,
    /** User pages lie there or nowhere, as with MPOL_BIND; checks {@code STRICT}. */
    STRICT
}
