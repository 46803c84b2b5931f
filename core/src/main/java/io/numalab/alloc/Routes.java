package io.numalab.alloc;

import io.numalab.memory.Memory;
import io.numalab.spi.NodeMask;
import io.numalab.spi.Placement;
import io.numalab.topology.KernelVersion;
import java.util.Objects;

/** All routes of one placement: one, one for each entry of an interleave table, or one for each choice. Immutable. */
public final class Routes {
    private final Placement.Form form;
    private final Route fixed;
    private final Route[] table;
    private final Route home;
    private final PageChooser chooser;
    private final boolean balanced;
    private final NodeMask balancedMask;

    private Routes(
            Placement.Form form, Route fixed, Route[] table, Route home, PageChooser chooser, boolean balanced,
            NodeMask balancedMask) {
        this.balanced = balanced;
        this.balancedMask = balancedMask;
        this.home = home;
        this.chooser = chooser;
        this.form = form;
        this.fixed = fixed;
        this.table = table;
    }

    /** Makes a placement that needs no chooser ready for walking; allocates. */
    public static Routes of(
            Memory memory, Placement placement, Deciders deciders, int zoneClass, NodeMask cpuset) {
        return of(memory, placement, deciders, zoneClass, cpuset, null);
    }

    /** Makes a placement ready for walking; allocates. @param chooser asked for pages of a per-page placement */
    public static Routes of(
            Memory memory, Placement placement, Deciders deciders, int zoneClass, NodeMask cpuset,
            PageChooser chooser) {
        if (placement.form() == Placement.Form.FIXED) {
            Route route = Route.of(memory, placement, deciders, zoneClass, cpuset);
            Route home = home(memory, route, deciders, zoneClass, cpuset);
            // Up to 6.1 the flag is for a single pass only, that is for BIND.
            boolean balanced = placement.isBalanced()
                    && (placement.passes().size() == 1 || memory.kernel().atLeast(KernelVersion.V6_12));
            return new Routes(placement.form(), route, null, home, null, balanced, placement.passes().get(0).allowed());
        }
        if (placement.form() == Placement.Form.PER_PAGE) {
            Route[] choices = placement.choices().stream()
                    .map(choice -> Route.of(memory, choice, deciders, zoneClass, cpuset)).toArray(Route[]::new);
            Objects.requireNonNull(chooser, "chooser");
            return new Routes(placement.form(), null, choices, null, chooser, placement.isBalanced(), null);
        }
        Route[] byNode = new Route[memory.nodeCount()];
        Route[] table = new Route[placement.tableLength()];
        for (int i = 0; i < table.length; i++) {
            int nid = placement.tableNode(i);
            if (byNode[nid] == null) {
                byNode[nid] = Route.interleaved(
                        memory, nid, placement.countsInterleaveHit(), deciders, zoneClass, cpuset);
            }
            table[i] = byNode[nid];
        }
        return new Routes(placement.form(), null, table, null, null, placement.isBalanced(), null);
    }

    private static Route home(
            Memory memory, Route route, Deciders deciders, int zoneClass, NodeMask cpuset) {
        int home = route.passes[0].fastPreferred.nid();
        return Route.of(memory, Placement.bind(home, NodeMask.of(home)), deciders, zoneClass, cpuset);
    }

    /** Whether there is one preferred node for all pages: not so if they are interleaved or chosen one by one. */
    public boolean hasHome() {
        return home != null;
    }

    /** The preferred node alone, which a huge page tries first (linux-model 13.7). */
    public Route home() {
        return home;
    }

    /** The one route of every page, or null if pages are interleaved. */
    Route fixed() {
        return fixed;
    }

    /** Whether NUMA balancing looks at the pages. */
    public boolean balanced() {
        return balanced;
    }

    /** Whether NUMA balancing may move pages to a node. */
    public boolean mayBalanceTo(int nid) {
        return balanced && (balancedMask == null || balancedMask.contains(nid));
    }

    /** The nodes that no page may leave, or null if the placement is not strict. */
    public NodeMask strictMask() {
        return fixed == null ? null : fixed.passes[fixed.passes.length - 1].mask;
    }

    /** The route of a page. @param page its index in the mapping @param requester whose turn counts */
    public Route select(int page, Requester requester) {
        return switch (form) {
            case FIXED -> fixed;
            case INDEXED -> table[page % table.length];
            case SEQUENCED -> table[(requester.rotor++ & Integer.MAX_VALUE) % table.length];
            case PER_PAGE -> table[chooser.choose(page, requester)];
        };
    }
}
