package io.numalab.spi;

import java.util.Locale;

/**
 * The rules a policy keeps, each with its one sentence of specification. {@link AssertingPolicy} enforces those about
 * single answers in any simulation; the test kit, {@code numalab-policy-tck}, checks all of them. The name of a rule is
 * its identity: it is what a failure quotes and where its text is found here, which begins with that sentence.
 */
public enum PolicyRule {
    /** Every call returns a value: no null, no exception, no number out of range. Of answers. */
    ANSWERS("Every call returns a value: no null, no exception, no number out of range."),
    /**
     * A placement names only nodes that exist, and each of its ways ends at a node with memory that the cpuset allows.
     * Of placements.
     */
    KNOWN_NODES("A placement names only nodes that exist, and each of its ways ends at a node with memory that the"
            + " cpuset allows."),
    /** Asked again with the same query, place() answers the same, since the engine keeps the answer. Of placements. */
    STEADY_PLACEMENT("Asked again with the same query, place() answers the same, since the engine keeps the answer."),
    /** TAKE is answered only for a zone that is above its min mark. Of pressure answers. */
    TAKE_ABOVE_MIN("TAKE is answered only for a zone that is above its min mark."),
    /**
     * RECLAIM and WAIT are answered only to requests that may block and are not inside reclaim. Of pressure answers.
     */
    RECLAIM_RIGHTS("RECLAIM and WAIT are answered only to requests that may block and are not inside reclaim."),
    /** RECLAIM is not answered for a node that somebody is reclaiming already. Of pressure answers. */
    RECLAIM_LOCK("RECLAIM is not answered for a node that somebody is reclaiming already."),
    /** kswapd is woken only on behalf of requests that have KSWAPD_RECLAIM. Of pressure answers. */
    WAKE_RIGHTS("kswapd is woken only on behalf of requests that have KSWAPD_RECLAIM."),
    /** Two instances that are shown the same answer the same, whatever else runs in the JVM. Of all answers. */
    DETERMINISM("Two instances that are shown the same answer the same, whatever else runs in the JVM."),
    /** What is handed to a call is not used after it. Of all arguments. */
    VIEWS("What is handed to a call is not used after it."),
    /** A policy overrides the methods of the capabilities its provider declares, and no others. Of providers. */
    DECLARED("A policy overrides the methods of the capabilities its provider declares, and no others."),
    /** The hooks of the allocation path allocate nothing on the heap. Of all hooks but place() and tick(). */
    NO_HEAP("The hooks of the allocation path allocate nothing on the heap."),
    /**
     * A request waits at most 0.2 s for its policy, and reclaims for it at most 64 times in vain. Of runs: what a
     * request may be made to do before it is answered.
     */
    BOUNDED_WORK("A request waits at most 0.2 s for its policy, and reclaims for it at most 64 times in vain."),
    /** If strictness is promised, no user page lies outside the nodes given, whatever it costs. Of runs. */
    STRICT("If strictness is promised, no user page lies outside the nodes given, whatever it costs."),
    /** User pages stay on the nodes their cpuset allows. Of runs. */
    CPUSET("User pages stay on the nodes their cpuset allows."),
    /** A THISNODE request gets a page of its node or none, and kills nobody. Of runs. */
    THIS_NODE("A THISNODE request gets a page of its node or none, and kills nobody."),
    /** A page that is granted leaves its zone the mark and the reserve of its walk, at least min. Of runs. */
    WATERMARKS("A page that is granted leaves its zone the mark and the reserve of its walk, at least min."),
    /** User pages leave DMA32 the reserve that is kept from them. Of runs. */
    LOWMEM("User pages leave DMA32 the reserve that is kept from them."),
    /** A reclaim takes dirty, mapped and anonymous pages only if its order gives the right. Of runs. */
    ORDERS("A reclaim takes dirty, mapped and anonymous pages only if its order gives the right."),
    /** Requests that may not wait reclaim nothing, and a node has one such reclaimer at a time. Of runs. */
    RECLAIM_CONTEXT("Requests that may not wait reclaim nothing, and a node has one such reclaimer at a time."),
    /** Direct reclaim stays on the nodes the request may use. Of runs. */
    CONFINED("Direct reclaim stays on the nodes the request may use."),
    /** Without swap no anonymous page is evicted. Of runs. */
    NO_SWAP("Without swap no anonymous page is evicted."),
    /** kswapd takes pages of its own node only, and sleeps when it is balanced. Of runs. */
    KSWAPD("kswapd takes pages of its own node only, and sleeps when it is balanced."),
    /** Every page is free, on a per-CPU list or in use, once. Of runs. */
    CONSERVATION("Every page is free, on a per-CPU list or in use, once."),
    /** numastat counts every page once: hit + miss = local + other, and misses are somebody's foreign. Of runs. */
    NUMASTAT("numastat counts every page once: hit + miss = local + other, and misses are somebody's foreign."),
    /** The same machine, seed and operations give the same events. A law of runs. */
    SAME_SEED("The same machine, seed and operations give the same events."),
    /** With the nodes renumbered, the answer is the same one, renumbered. A law of answers. */
    RELABELLING("With the nodes renumbered, the answer is the same one, renumbered."),
    /** On a machine of one node with room, nothing differs from a run without the policy. A law of runs. */
    ONE_NODE("On a machine of one node with room, nothing differs from a run without the policy."),
    /**
     * On a machine with memory to spare, nobody reclaims, waits or fails, and without a placement of its own the policy
     * changes nothing. A law of runs.
     */
    ROOM("On a machine with memory to spare, nobody reclaims, waits or fails, and without a placement of its own the"
            + " policy changes nothing."),
    /**
     * What a small machine is told to do ends, within 120 s of virtual time, 5,000,000 turns of its tasks and kernel
     * threads, and 1,000,000 events. Of runs.
     */
    LIVENESS("What a small machine is told to do ends, within 120 s of virtual time, 5,000,000 turns of its tasks and"
            + " kernel threads, and 1,000,000 events.");

    private final String sentence;

    PolicyRule(String sentence) {
        this.sentence = sentence;
    }

    /** {@return what the rule says, in one sentence} */
    public String sentence() {
        return sentence;
    }

    /** {@return a short number for lists and logs, {@code NP01} and up} */
    public String id() {
        return String.format(Locale.ROOT, "NP%02d", ordinal() + 1);
    }

    /** {@return where its text is found in the published documentation of this artifact: module, package, constant} */
    public String anchor() {
        return "io.numalab.core/io/numalab/spi/PolicyRule.html#" + name();
    }

    /** Id, name, sentence and place, as failures quote them. */
    @Override
    public String toString() {
        return id() + " " + name() + ": " + sentence + " (" + anchor() + ")";
    }
}
