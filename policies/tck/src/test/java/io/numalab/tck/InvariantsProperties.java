package io.numalab.tck;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.spi.Policies;
import io.numalab.topology.MachineSpec;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The invariants of linux-model 25 on random machines under random operations. */
class InvariantsProperties {
    static final List<Rule> GENERAL = Stream.of(CountRules.ALL, PlacementRules.ALL, LinuxPlacementRules.ALL,
                    ReclaimRules.ALL, LinuxReclaimRules.ALL, KswapdRules.ALL)
            .flatMap(List::stream).toList();

    /** Rules that need machines of their own: see {@link BoundProperties}. */
    private static final List<Rule> JUDGED_ELSEWHERE =
            List.of(LinuxPlacementRules.BOUND_NEVER_MISSES, LinuxReclaimRules.CALM);

    private static final int COURSES = 120;

    @Provide
    Arbitrary<MachineSpec> machines() {
        return Machines.any();
    }

    @Provide
    Arbitrary<List<Integer>> operations() {
        return Arbitraries.integers().list().ofMinSize(4).ofMaxSize(24);
    }

    @Property(tries = 200)
    void hold(
            @ForAll("machines") MachineSpec spec, @ForAll boolean perCpuLists, @ForAll boolean swap,
            @ForAll("operations") List<Integer> operations) {
        History history;
        try {
            history = Courses.play(spec, Policies.load(), perCpuLists, swap, operations);
        } catch (Recorder.TooLong thrashing) {
            Assume.that(false);
            return;
        }
        GENERAL.forEach(rule -> rule.check(history));
    }

    // A rule whose premise never holds proves nothing.
    @Example
    void haveSomethingToJudge() {
        long[] judged = new long[GENERAL.size()];
        for (int number = 0; number < COURSES; number++) {
            History history;
            try {
                history = Courses.numbered(number, Policies.load());
            } catch (Recorder.TooLong thrashing) {
                continue;
            }
            for (int i = 0; i < judged.length; i++) {
                judged[i] += GENERAL.get(i).check(history);
            }
        }
        for (int i = 0; i < judged.length; i++) {
            assertTrue(judged[i] > 0 || JUDGED_ELSEWHERE.contains(GENERAL.get(i)), GENERAL.get(i)::toString);
        }
    }
}
