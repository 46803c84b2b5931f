package io.numalab.tck;

import io.numalab.machine.Machine;
import io.numalab.scenario.language.ScenarioException;
import io.numalab.spi.Capability;
import io.numalab.spi.Policies;
import io.numalab.spi.PolicyException;
import io.numalab.spi.PolicyRule;
import io.numalab.stat.NumaEvent;
import io.numalab.stat.VmEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Laws that compare one run, or one answer, with another. Each gives a finding, or null if it holds. */
final class Laws {
    private static final List<Integer> ONE = List.of(0);
    private static final int HEAP_CASES_MAX = 12;
    private static final long HEAP_CALLS_WANTED = 2_000;

    private Laws() {}

    private static List<String> header(int nodes) {
        List<String> lines = new ArrayList<>(List.of("@title a case of the policy test kit", "@kernel 6.1"));
        IntStream.range(0, nodes).forEach(nid -> lines.add("@node 32M cpus=" + nid));
        return lines;
    }

    // A task on every node, each with a little of everything.
    private static Case roomy(Subject subject, int nodes, SplittableRandom random, boolean attached) {
        List<Integer> nids = IntStream.range(0, nodes).boxed().toList();
        List<String> steps = new ArrayList<>();
        String policy = SettingsChoice.of(subject.provider(), nodes == 1 ? ONE : nids, random);
        if (attached && !subject.atTaskScope()) {
            steps.add("sim policy " + policy);
        }
        for (int nid : nids) {
            String task = "t" + nid;
            steps.add("task " + task + " cpu=node" + nid
                    + (attached && subject.atTaskScope() ? " policy=" + policy : ""));
            steps.add(task + " anon h " + 4 * (1 + random.nextInt(200)) + "K");
            steps.add(task + " shm s " + 4 * (1 + random.nextInt(100)) + "K");
            steps.add(task + " read f" + nid % 4 + " 0 " + 4 * (1 + random.nextInt(400)) + "K");
        }
        if (subject.has(Capability.ACCESS)) {
            steps.add("t0 loop h 2");
        }
        steps.add("sleep 250");
        return new Case(header(nodes), steps);
    }

    // Interleaving counts its hits, whatever the number of nodes; everything else must be the same.
    private static String outcome(Case played, Policies policies) {
        Machine machine = Run.play(played, policies, null);
        String text = Digest.describe(machine);
        for (int nid = 0; nid < machine.spec().nodeCount(); nid++) {
            text = text.replace(NumaEvent.INTERLEAVE_HIT + "=" + machine.numastat(nid, NumaEvent.INTERLEAVE_HIT), "");
        }
        return text;
    }

    /** {@link PolicyRule#ONE_NODE}; a policy that every time refuses to be attached differs as well. */
    static Finding oneNode(Subject subject, int tries, long seed) {
        Finding refusal = null;
        boolean attached = false;
        for (int i = 0; i < tries; i++) {
            Case with = roomy(subject, 1, new SplittableRandom(seed + i), true);
            Case without = roomy(subject, 1, new SplittableRandom(seed + i), false);
            try {
                boolean same = outcome(with, subject.policies(false)).equals(outcome(without, subject.policies(false)));
                if (!same) {
                    return new Finding(PolicyRule.ONE_NODE, "the run differs from one without the policy", with);
                }
                attached = true;
            } catch (PolicyException | ScenarioException refused) {
                refusal = new Finding(PolicyRule.ONE_NODE, "refused: " + refused.getMessage(), with);
            }
        }
        return attached ? null : refusal;
    }

    /** {@link PolicyRule#ROOM}. */
    static Finding room(Subject subject, int tries, long seed) {
        boolean inert = !subject.has(Capability.PLACEMENT) && !subject.has(Capability.TICK)
                && !subject.has(Capability.ACCESS);
        for (int i = 0; i < tries; i++) {
            int nodes = 2 + i % 3;
            Case with = roomy(subject, nodes, new SplittableRandom(seed + i), true);
            Case without = roomy(subject, nodes, new SplittableRandom(seed + i), false);
            try {
                Machine machine = Run.play(with, subject.policies(false), null);
                for (VmEvent event : List.of(VmEvent.PGSCAN_DIRECT, VmEvent.ALLOCSTALL_NORMAL,
                        VmEvent.ALLOCSTALL_MOVABLE, VmEvent.OOM_KILL)) {
                    if (machine.event(event) > 0) {
                        return new Finding(PolicyRule.ROOM, event + " = " + machine.event(event), with);
                    }
                }
                if (inert && !outcome(with, subject.policies(false)).equals(
                        outcome(without, subject.policies(false)))) {
                    return new Finding(PolicyRule.ROOM, "the run differs from one without the policy", with);
                }
            } catch (PolicyException | ScenarioException refused) {
                continue;
            }
        }
        return null;
    }

    /** {@link PolicyRule#NO_HEAP}: a finding, or null; says in {@code calls} how many calls were measured. */
    static Finding noHeap(Subject subject, long seed, long[] calls) {
        HeapMeter meter = new HeapMeter(subject.provider());
        Subject metered = new Subject(meter, subject.promise(), null);
        for (int i = 0; i < HEAP_CASES_MAX && meter.calls() < HEAP_CALLS_WANTED; i++) {
            Case tight = tight(metered, new SplittableRandom(seed + i));
            try {
                Run.play(tight, metered.policies(false), null);
            } catch (PolicyException | ScenarioException refused) {
                continue;
            }
            if (meter.complaint() != null) {
                return new Finding(PolicyRule.NO_HEAP, meter.complaint(), tight);
            }
        }
        calls[0] = meter.calls();
        return null;
    }

    // Two nodes of little memory, more wanted than there is, so that every hook is busy; seconds of looping for faults.
    private static Case tight(Subject subject, SplittableRandom random) {
        String policy = SettingsChoice.of(subject.provider(), List.of(0, 1), random);
        List<String> steps = new ArrayList<>();
        if (!subject.atTaskScope()) {
            steps.add("sim policy " + policy);
        }
        steps.add("task A cpu=node1" + (subject.atTaskScope() ? " policy=" + policy : ""));
        steps.add("A read f0 0 80M");
        steps.add("A anon h 40M");
        steps.add("A read f1 0 80M 2");
        if (subject.has(Capability.ACCESS)) {
            steps.add("A cpu node0");
            steps.add("A loop h 3");
        }
        List<String> header = List.of("@title a case of the policy test kit",
                subject.has(Capability.SWEEP) ? "@kernel 6.18" : "@kernel 6.1", "@node 32M cpus=0", "@node 32M cpus=1");
        return new Case(header, steps);
    }
}
