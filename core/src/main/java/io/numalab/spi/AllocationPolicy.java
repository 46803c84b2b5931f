package io.numalab.spi;

/**
 * Decides where pages land and what happens when a zone is short of memory. One instance serves one attachment; it is
 * called from one thread only, at the decision points its provider {@linkplain PolicyProvider#capabilities declares}.
 * It changes nothing itself: it answers with a value, and the engine acts.
 *
 * <p>Two instances that are shown the same must answer the same: an answer may depend on the arguments, on what this
 * instance was shown before, on virtual time and on the {@linkplain PolicyContext#random() seeded randomness} of the
 * context, and on nothing else. Arguments are valid during the call only. What a method says about heap allocation
 * binds the policy; the arguments allocate nothing unless they say so. A method that throws, or answers null, ends the
 * run in a {@link PolicyException} that names policy, method and what was expected.
 */
public interface AllocationPolicy {

    /** What {@link #tickNanos} answers unless overridden: 100 ms. */
    long TICK_NANOS_DEFAULT = 100_000_000L;
    /** The shortest period of {@link #tick}: 1 ms. */
    long TICK_NANOS_MIN = 1_000_000L;

    /**
     * Where a request should look for its page. Asked once per (attachment, kind, gfp, node of the CPU) and cached
     * until the cpuset of the task or an attachment changes, so the answer may depend on the query and the context
     * only, not on how often it was asked; may allocate on the heap. Models {@code policy_node} and
     * {@code policy_nodemask}. Needs {@link Capability#PLACEMENT}.
     *
     * @param query the request; valid only during the call
     * @return the placement; never null. The default is the node of the CPU, as in Linux
     */
    default Placement place(PlacementQuery query) {
        return Placement.preferred(query.cpuNode());
    }

    /**
     * Which of the choices of a {@linkplain Placement#perPage per-page placement} serves this page. Asked for every
     * page, which costs time: a table of nodes ({@link Placement#interleaved}) is answered by the engine itself. Must
     * not allocate on the heap. Needs {@link Capability#PAGE_PLACEMENT}.
     *
     * <p>Positions are those of {@link Placement#choices()} as {@link #place} answered them, whatever the cpuset of the
     * task: no choice is left out or moves up. A cpuset confines the walk of the choice that is taken: one without a
     * mask falls back to the nearest node that is allowed; one whose mask has no such node gets no page, which is why
     * {@link PolicyRule#KNOWN_NODES} wants a node of {@link PlacementQuery#cpusetNodes()} in the mask of each. When the
     * cpuset changes, {@link #place} is asked again before the next page.
     *
     * @param view the page; valid only during the call
     * @return the position of the choice, 0 to {@link PageView#choices()} - 1; the default is 0
     */
    @Experimental
    default int choose(PageView view) {
        return 0;
    }

    /**
     * What to do with a candidate zone whose free pages do not exceed the mark. Asked for every such zone of every
     * walk, so it must not allocate on the heap. Models the branch of {@code get_page_from_freelist} that calls
     * {@code node_reclaim}. Needs {@link Capability#PRESSURE}.
     *
     * @param view the request and the zone; valid only during the call
     * @return the answer; never null. The default is to go on to the next zone, as Linux does without node reclaim
     */
    default Verdict belowWatermark(PressureView view) {
        return Verdict.SKIP;
    }

    /**
     * What to do when a reclaim that this policy ordered is over. Must not allocate on the heap. Models what
     * {@code get_page_from_freelist} does with the answer of {@code node_reclaim}. Needs
     * {@link Capability#AFTER_RECLAIM}.
     *
     * @param view the request, the zone and what the reclaim did; valid only during the call
     * @return the answer; never null. The default is to test the mark again, as Linux does after a success
     */
    default Aftermath afterReclaim(ReclaimedView view) {
        return Aftermath.RETEST;
    }

    /**
     * Whether this request sweeps nodes although a rule would have it pass them by at first: since 6.18 a sweep leaves
     * out nodes whose kswapd is awake. Asked at the first such node of a sweep, for the whole of it; must not allocate
     * on the heap. Needs {@link Capability#SWEEP}.
     *
     * @param view the request and the node; valid only during the call
     * @return true to try them in their turn; the default is false, as in Linux
     */
    @Experimental
    default boolean sweepsBusyNodes(SweepView view) {
        return false;
    }

    /**
     * How a request goes on after its first sweep found nothing. Asked once per pass; must not allocate on the heap.
     * Models the first steps of {@code __alloc_pages_slowpath}. Needs {@link Capability#SLOW_PATH}.
     *
     * @param view the request; valid only during the call
     * @return the answer; never null. The default is {@link Escalation#LINUX}
     */
    default Escalation escalate(SlowPathView view) {
        return Escalation.LINUX;
    }

    /**
     * The period of {@link #tick} in virtual nanoseconds, read once when the policy is attached.
     *
     * @return at least {@link #TICK_NANOS_MIN}
     */
    @Experimental
    default long tickNanos() {
        return TICK_NANOS_DEFAULT;
    }

    /**
     * The virtual timer: a chance to look at the machine and to ask for work in the background. Called every
     * {@link #tickNanos} for as long as the policy is attached; left out while the work of the last tick is not done.
     * Models what kthreads and user-space controllers do. Should not allocate on the heap. Needs
     * {@link Capability#TICK}.
     *
     * @param machine the machine at this moment; valid only during the call
     * @param requests takes the requests; valid only during the call
     */
    @Experimental
    default void tick(MachineView machine, BackgroundRequests requests) {}

    /**
     * Whether a page moves to the node of the CPU that has just touched it. Asked at NUMA hint faults on pages of
     * another node; while this policy is attached, pages are marked for such faults even if
     * {@code kernel.numa_balancing} is off. The page moves only if that node has room. Must not allocate on the heap.
     * Models {@code should_numa_migrate_memory}. Needs {@link Capability#ACCESS}.
     *
     * @param view the page and the touch; valid only during the call
     * @return true to move it; the default is what Linux would do
     */
    @Experimental
    default boolean migrates(AccessView view) {
        return view.wantedByLinux();
    }

    /**
     * Takes over the state of another instance: the machine is being forked, and this fresh instance goes on in the
     * copy where the other one stands. Called before anything else. A policy that learns nothing leaves it as it is.
     *
     * @param original an instance that the same provider made from the same settings; not to be kept
     */
    default void copyState(AllocationPolicy original) {}
}
