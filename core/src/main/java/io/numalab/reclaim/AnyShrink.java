package io.numalab.reclaim;

import io.numalab.memory.Node;

/** The pass that fits the LRU a node uses: classic or multi-generational. */
final class AnyShrink implements NodePass {
    private final NodeShrink classic;
    private final GenerationShrink generational;
    private NodePass current;

    AnyShrink(ReclaimContext context) {
        classic = new NodeShrink(context);
        generational = new GenerationShrink(context);
        current = classic;
    }

    @Override
    public void begin(Node node, ScanControl control) {
        choose(node);
        current.begin(node, control);
    }

    private void choose(Node node) {
        current = node.lru().generations().enabled() ? generational : classic;
    }

    @Override
    public int plan() {
        return current.plan();
    }

    @Override
    public void execute(long nowNanos) {
        current.execute(nowNanos);
    }

    @Override
    public void flagNode() {
        current.flagNode();
    }

    @Override
    public void ageBeforeLoop(Node node, ScanControl control) {
        choose(node);
        current.ageBeforeLoop(node, control);
    }
}
