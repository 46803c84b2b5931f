package io.numalab.tck;

import static io.numalab.tck.Rule.require;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.machine.Task;
import io.numalab.spi.GfpFlags;
import io.numalab.spi.PolicySpec;
import io.numalab.spi.WatermarkLevel;
import io.numalab.topology.KernelVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/**
 * Invariant 40: the kernel warns of failed requests only, and of those that do not say NOWARN; and a request that may
 * wait and is bound tries once more at the high mark, where the OOM killer begins, before it fails or somebody dies. No
 * one is killed for a request that says RETRY_MAYFAIL or THISNODE, nor for a block of more than 8 pages, which without
 * RETRY_MAYFAIL is given up after one reclaim (linux-model 7.9, 16.1).
 */
class FailureProperties {
    private static final int MEBIBYTES = 8;
    private static final int NODE_PAGES = MEBIBYTES * Stage.PAGES_PER_MIB;
    /** Blocks beyond this order are no reason to kill (PAGE_ALLOC_COSTLY_ORDER). */
    private static final int COSTLY_ORDER = 3;
    private static final int NEVER_KILLS = GfpFlags.THISNODE | GfpFlags.RETRY_MAYFAIL;
    private static final String WARNING = ": page allocation failure: ";

    @Provide
    Arbitrary<KernelVersion> kernels() {
        return Stage.kernels();
    }

    @Provide
    Arbitrary<Integer> requests() {
        return Combinators.combine(Arbitraries.of(GfpFlags.KERNEL, GfpFlags.ATOMIC),
                Arbitraries.of(0, GfpFlags.THISNODE), Arbitraries.of(0, GfpFlags.NOWARN),
                Arbitraries.of(0, GfpFlags.NORETRY, GfpFlags.RETRY_MAYFAIL))
                .as((base, place, warning, effort) -> base | place | warning | effort);
    }

    /** What {@code log} says of a run in which A asked for blocks of {@code order}. */
    private record Run(History history, int order, List<String> log) {
        boolean costly(String who) {
            return order > COSTLY_ORDER && who.equals("task-A");
        }
    }

    private static Run run(KernelVersion kernel, int fillPercent, int gfp, int order, int wantedPages) {
        Stage stage = new Stage(kernel, 2, MEBIBYTES);
        Task hog = stage.task("H", 0);
        assertEquals(0, hog.setPolicy(PolicySpec.parse("membind:0")));
        stage.read(hog, "f", NODE_PAGES / 10, 1);
        stage.touch(hog, "h", NODE_PAGES * fillPercent / 100);
        Task task = stage.task("A", 1);
        task.startAllocate(0, gfp, order, Math.max(1, wantedPages >> order));
        stage.machine.run(task);
        Task bound = stage.task("B", 1);
        assertEquals(0, bound.setPolicy(PolicySpec.parse("membind:0")));
        stage.touch(bound, "m", NODE_PAGES / 2);
        return new Run(stage.history(), order, stage.machine.kernelLog().lines());
    }

    private static int check(Run run) {
        Map<String, List<Event.Walked>> walks = new HashMap<>();
        Set<String> killed = new HashSet<>();
        int loudFailures = 0;
        int judged = 0;
        for (Event event : run.history.events()) {
            if (event instanceof Event.Walked walk) {
                walks.computeIfAbsent(walk.who(), who -> new ArrayList<>()).add(walk);
            } else if (event instanceof Event.Granted page) {
                walks.remove(page.who());
            } else if (event instanceof Event.Killed kill) {
                require(walks.get(kill.who()).stream().anyMatch(walk -> walk.level() == WatermarkLevel.HIGH), kill);
                require(walks.get(kill.who()).stream().noneMatch(walk -> (walk.gfp() & NEVER_KILLS) != 0), kill);
                require(!run.costly(kill.who()), kill);
                killed.add("task-" + kill.victim());
                judged++;
            } else if (event instanceof Event.Refused refused && !killed.contains(refused.who())) {
                List<Event.Walked> own = walks.remove(refused.who());
                Event.Walked last = own.get(own.size() - 1);
                loudFailures += (last.gfp() & GfpFlags.NOWARN) == 0 ? 1 : 0;
                boolean waits = GfpFlags.blocking(last.gfp()) && (last.gfp() & GfpFlags.NORETRY) == 0
                        && (!run.costly(refused.who()) || (last.gfp() & GfpFlags.RETRY_MAYFAIL) != 0);
                require(!waits || last.level() == WatermarkLevel.HIGH, refused);
                judged++;
            }
        }
        long warnings = run.log.stream().filter(line -> line.contains(WARNING)).count();
        require(warnings <= loudFailures, warnings + " warnings of " + loudFailures + " failures");
        require(warnings > 0 || loudFailures == 0, loudFailures + " failures without a warning");
        return judged;
    }

    @Property(tries = 60)
    void warningsAndKillsHaveReasons(
            @ForAll("kernels") KernelVersion kernel, @ForAll @IntRange(min = 30, max = 120) int fillPercent,
            @ForAll("requests") int gfp, @ForAll @IntRange(max = 10) int order,
            @ForAll @IntRange(min = 1, max = 3 * NODE_PAGES) int wantedPages) {
        check(run(kernel, fillPercent, gfp, order, wantedPages));
    }

    @Example
    void anUnfoundedWarningAndAHastyKillAreCaught() {
        for (KernelVersion kernel : new KernelVersion[] {KernelVersion.V6_1, KernelVersion.V6_12}) {
            Run calm = run(kernel, 30, GfpFlags.KERNEL, 0, 1);
            check(calm);
            assertThrows(AssertionError.class, () -> check(new Run(calm.history, 0, List.of("task-A" + WARNING))));
            Run failing = run(kernel, 88, GfpFlags.KERNEL | GfpFlags.THISNODE, 0, 500);
            assertTrue(check(failing) > 1);
            assertThrows(AssertionError.class, () -> check(new Run(failing.history, 0, List.of())));
            List<Event> hasty = failing.history.events().stream()
                    .filter(event -> !(event instanceof Event.Walked walk && walk.level() == WatermarkLevel.HIGH))
                    .toList();
            assertThrows(AssertionError.class, () -> check(new Run(new History(failing.history.layout(), false, hasty,
                    failing.history.ending()), 0, failing.log)));
        }
    }
}
