package io.numalab.tck;

import io.numalab.spi.AllocationPolicy;
import io.numalab.spi.Capability;
import io.numalab.spi.GfpFlags;
import io.numalab.spi.NodeMask;
import io.numalab.spi.PageKind;
import io.numalab.spi.Placement;
import io.numalab.spi.PolicyConfig;
import io.numalab.spi.PolicyException;
import io.numalab.spi.PolicyRule;
import io.numalab.spi.PolicySpec;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * {@link PolicyRule#RELABELLING}: a policy is asked about a made-up machine and about the same machine with its nodes
 * renumbered. It is given one node or none, since the order of a list of nodes may mean something. The order of a table
 * means nothing, as long as it has the same nodes as often.
 */
final class Relabelling {
    private static final int NODES_MIN = 2;
    private static final int NODES_MAX = 8;
    private static final int TRIES_EACH = 25;
    private static final int[] FLAGS = {GfpFlags.HIGHUSER_MOVABLE, GfpFlags.KERNEL, GfpFlags.ATOMIC, GfpFlags.NOWAIT};

    private Relabelling() {}

    /** A finding, or null if the law holds. */
    static Finding check(Subject subject, int tries, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < tries * TRIES_EACH; i++) {
            String seen = check(subject, random);
            if (seen != null) {
                return new Finding(PolicyRule.RELABELLING, seen, null);
            }
        }
        return null;
    }

    private static String check(Subject subject, SplittableRandom random) {
        int nodes = NODES_MIN + random.nextInt(NODES_MAX - NODES_MIN + 1);
        int[] label = shuffled(nodes, random);
        long seed = random.nextLong();
        LabelledMachine plain = new LabelledMachine(seed, LabelledMachine.plainLabels(nodes));
        LabelledMachine renumbered = new LabelledMachine(seed, label);
        int given = random.nextInt(nodes);
        boolean gives = subject.takesNodes() && random.nextBoolean();
        PolicySpec settings = PolicySpec.parse(
                SettingsChoice.of(subject.provider(), List.of(given), new SplittableRandom(seed)));
        AllocationPolicy first;
        AllocationPolicy second;
        try {
            first = create(subject, settings, gives, given, plain);
            second = create(subject, settings, gives, label[given], renumbered);
        } catch (PolicyException refused) {
            return null;
        }
        int gfp = FLAGS[random.nextInt(FLAGS.length)];
        if (subject.has(Capability.PLACEMENT)) {
            PageKind kind = PageKind.values()[random.nextInt(PageKind.values().length)];
            String expected = normal(first.place(plain.query(kind, gfp)), nid -> nid < nodes ? label[nid] : nid);
            String seen = normal(second.place(renumbered.query(kind, gfp)), nid -> nid);
            if (!seen.equals(expected)) {
                return settings + ": place answers " + seen + " where renumbering gives " + expected;
            }
        }
        if (subject.has(Capability.PRESSURE)) {
            int nid = random.nextInt(nodes);
            String expected = first.belowWatermark(new LabelledRequest(plain, gfp, nid)).toString();
            String seen = second.belowWatermark(new LabelledRequest(renumbered, gfp, label[nid])).toString();
            if (!seen.equals(expected)) {
                return settings + ": belowWatermark answers " + seen + " on node " + label[nid] + " and " + expected
                        + " when the same node is number " + nid;
            }
        }
        return null;
    }

    private static int[] shuffled(int nodes, SplittableRandom random) {
        int[] label = LabelledMachine.plainLabels(nodes);
        for (int i = nodes - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int swapped = label[i];
            label[i] = label[other];
            label[other] = swapped;
        }
        return label;
    }

    private static AllocationPolicy create(
            Subject subject, PolicySpec settings, boolean gives, int nid, LabelledMachine machine) {
        PolicySpec spec = new PolicySpec(settings.name(), gives ? String.valueOf(nid) : "", settings.values());
        PolicyConfig config = PolicyConfig.of(subject.provider(), spec, machine.memoryNodes());
        return subject.provider().create(config, machine);
    }

    private static String normal(Placement placement, IntUnaryOperator label) {
        return switch (placement.form()) {
            case FIXED -> placement.passes().stream().map(pass -> label.applyAsInt(pass.preferredNode()) + " of "
                    + (pass.allowed() == null ? "all" : mask(pass.allowed(), label)) + " " + pass.mayReclaim())
                    .toList().toString();
            case INDEXED, SEQUENCED -> placement.form() + Arrays.toString(
                    IntStream.range(0, placement.tableLength()).map(placement::tableNode).map(label).sorted()
                            .toArray());
            case PER_PAGE -> placement.choices().stream().map(choice -> normal(choice, label)).sorted()
                    .collect(Collectors.joining(" or "));
        };
    }

    private static NodeMask mask(NodeMask nodes, IntUnaryOperator label) {
        return NodeMask.of(Arrays.stream(nodes.toArray()).map(label).toArray());
    }
}
