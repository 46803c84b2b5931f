package io.numalab.spi;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Where a request looks for its page: immutable, built once and cached by the engine.
 *
 * <p>Four forms. <b>Fixed</b>: one or more {@link Pass passes}, tried in order. <b>Indexed</b>: a table of nodes from
 * which the engine takes the entry at (page index mod table length), for static interleaving of a mapping.
 * <b>Sequenced</b>: the same table with a position per task, for interleaving of page cache and kernel pages. The node
 * of an indexed or sequenced placement is only preferred; the request falls back along that node's zonelist.
 * <b>Per page</b>: a few fixed placements, from which the policy chooses for every page.
 */
public final class Placement {

    /** How the node is found. */
    public enum Form {
        /** By the passes alone. */
        FIXED,
        /** From the table, by the index of the page in its mapping. */
        INDEXED,
        /** From the table, by a position that each task advances with every page. */
        SEQUENCED,
        /** By {@link AllocationPolicy#choose}, among {@link Placement#choices()}. */
        @Experimental
        PER_PAGE
    }

    /**
     * One walk over a zonelist.
     *
     * @param preferredNode the node whose zonelist is walked; it may have no memory of its own
     * @param allowed the nodes that may serve the request, or null for all; a mask makes the pass strict
     * @param mayReclaim whether the pass keeps the request's right to reclaim directly; without it the pass also never
     *     retries, never kills and never warns (pass 1 of MPOL_PREFERRED_MANY, linux-model 13.3)
     */
    public record Pass(int preferredNode, NodeMask allowed, boolean mayReclaim) {
        /**
         * Checks the node and that a mask is not empty.
         *
         * @param preferredNode the node whose zonelist is walked
         * @param allowed the nodes that may serve the request, or null for all
         * @param mayReclaim whether the pass keeps the right to reclaim directly
         */
        public Pass {
            if (preferredNode < 0) {
                throw new IllegalArgumentException("preferredNode " + preferredNode + ": expected a node id >= 0");
            }
            if (allowed != null && allowed.isEmpty()) {
                throw new IllegalArgumentException("allowed: expected null for all nodes or a mask with a node");
            }
        }
    }

    private final Form form;
    private final List<Pass> passes;
    private final int[] table;
    private final boolean countsInterleaveHit;
    private final List<Placement> choices;
    private final boolean balanced;

    private Placement(
            Form form, List<Pass> passes, int[] table, boolean countsInterleaveHit, List<Placement> choices,
            boolean balanced) {
        this.form = form;
        this.passes = passes;
        this.table = table;
        this.countsInterleaveHit = countsInterleaveHit;
        this.choices = choices;
        this.balanced = balanced;
    }

    /**
     * {@return the start at a node that may fall back to all others (MPOL_PREFERRED; the default with the CPU's node)}
     *
     * @param nid a node that exists, with or without memory
     */
    public static Placement preferred(int nid) {
        return fixed(new Pass(nid, null, true));
    }

    /**
     * {@return the confinement to a mask, starting at the node of it that is nearest to {@code nid} (MPOL_BIND)}
     *
     * @param nid where the nearest node of the mask is looked for
     * @param allowed the nodes that may serve the request; not empty
     */
    public static Placement bind(int nid, NodeMask allowed) {
        return fixed(new Pass(nid, Objects.requireNonNull(allowed, "allowed"), true));
    }

    /**
     * {@return passes in any sequence, at least one; the last one must keep the right to reclaim}
     *
     * @param passes in the order they are tried
     */
    public static Placement fixed(Pass... passes) {
        if (passes.length == 0 || !passes[passes.length - 1].mayReclaim()) {
            throw new IllegalArgumentException(
                    "passes " + Arrays.toString(passes) + ": expected at least one, the last with mayReclaim");
        }
        return new Placement(Form.FIXED, List.of(passes), new int[0], false, List.of(), false);
    }

    /**
     * Interleaves over a table: for every page the engine takes the next entry.
     *
     * @param form {@link Form#INDEXED} or {@link Form#SEQUENCED}
     * @param table node ids, weighted by repetition; not empty
     * @param countsInterleaveHit whether a page on its chosen node counts as {@code interleave_hit}
     * @return the placement
     */
    public static Placement interleaved(Form form, int[] table, boolean countsInterleaveHit) {
        boolean hasTable = form == Form.INDEXED || form == Form.SEQUENCED;
        if (!hasTable || table.length == 0) {
            throw new IllegalArgumentException(
                    "form " + form + " with " + table.length + " nodes: expected INDEXED or SEQUENCED and a node");
        }
        return new Placement(form, List.of(), table.clone(), countsInterleaveHit, List.of(), false);
    }

    /**
     * Lets the policy choose for every page; its provider declares {@link Capability#PAGE_PLACEMENT}.
     *
     * @param choices fixed placements, at least one
     * @return the placement
     */
    @Experimental
    public static Placement perPage(Placement... choices) {
        boolean legal = choices.length > 0 && Arrays.stream(choices).allMatch(choice -> choice.form == Form.FIXED);
        if (!legal) {
            throw new IllegalArgumentException(
                    "choices " + Arrays.toString(choices) + ": expected at least one placement, all of form FIXED");
        }
        return new Placement(Form.PER_PAGE, List.of(), new int[0], false, List.of(choices), false);
    }

    /**
     * {@return the same, but NUMA balancing may move its pages to the node where they are used, within the nodes of the
     * first pass (MPOL_F_NUMA_BALANCING)} Without this a policy keeps its pages where it put them (linux-model 18.1,
     * 18.2).
     */
    public Placement balanced() {
        return new Placement(form, passes, table, countsInterleaveHit, choices, true);
    }

    /** {@return whether NUMA balancing may move its pages} */
    public boolean isBalanced() {
        return balanced;
    }

    /** {@return how the node is found} */
    public Form form() {
        return form;
    }

    /** {@return the passes of a fixed placement, else empty} */
    public List<Pass> passes() {
        return passes;
    }

    /** {@return the choices of a per-page placement, else empty} */
    @Experimental
    public List<Placement> choices() {
        return choices;
    }

    /** {@return the number of table entries; 0 for a placement without a table} */
    public int tableLength() {
        return table.length;
    }

    /**
     * {@return the node at a table position, {@code 0 <= position < tableLength()}}
     *
     * @param position the position
     */
    public int tableNode(int position) {
        return table[position];
    }

    /** {@return whether a page on its chosen node counts as {@code interleave_hit} (linux-model 15.2)} */
    public boolean countsInterleaveHit() {
        return countsInterleaveHit;
    }

    @Override
    public boolean equals(Object object) {
        return object instanceof Placement other
                && form == other.form
                && passes.equals(other.passes)
                && Arrays.equals(table, other.table)
                && countsInterleaveHit == other.countsInterleaveHit
                && choices.equals(other.choices)
                && balanced == other.balanced;
    }

    @Override
    public int hashCode() {
        return Objects.hash(form, passes, Arrays.hashCode(table), countsInterleaveHit, choices, balanced);
    }

    @Override
    public String toString() {
        return switch (form) {
            case FIXED -> "fixed" + passes;
            case PER_PAGE -> "per page of " + choices;
            case INDEXED, SEQUENCED -> form + Arrays.toString(table);
        } + (balanced ? ", balanced" : "");
    }
}
