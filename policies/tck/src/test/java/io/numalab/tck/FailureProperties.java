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
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/**
 * Invariant 40: the kernel warns of failed requests only, and of those that do not say NOWARN; and a request that may
 * wait and is bound tries once more at the high mark, where the OOM killer begins, before it fails or somebody dies.
 */
class FailureProperties {
    private static final int MEBIBYTES = 8;
    private static final int NODE_PAGES = MEBIBYTES * Stage.PAGES_PER_MIB;
    private static final String WARNING = ": page allocation failure: ";

    @Provide
    Arbitrary<KernelVersion> kernels() {
        return Stage.kernels();
    }

    private record Run(History history, List<String> log) {}

    private static Run run(KernelVersion kernel, int fillPercent, boolean atomic, boolean thisNode, int wantedPages) {
        Stage stage = new Stage(kernel, 2, MEBIBYTES);
        Task hog = stage.task("H", 0);
        assertEquals(0, hog.setPolicy(PolicySpec.parse("membind:0")));
        stage.read(hog, "f", NODE_PAGES / 10, 1);
        stage.touch(hog, "h", NODE_PAGES * fillPercent / 100);
        Task task = stage.task("A", 1);
        task.startAllocate(0, thisNode, atomic, 0, wantedPages);
        stage.machine.run(task);
        Task bound = stage.task("B", 1);
        assertEquals(0, bound.setPolicy(PolicySpec.parse("membind:0")));
        stage.touch(bound, "m", NODE_PAGES / 2);
        return new Run(stage.history(), stage.machine.kernelLog().lines());
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
                require(!walks.get(kill.who()).stream().anyMatch(walk -> (walk.gfp() & GfpFlags.THISNODE) != 0), kill);
                killed.add("task-" + kill.victim());
                judged++;
            } else if (event instanceof Event.Refused refused && !killed.contains(refused.who())) {
                List<Event.Walked> own = walks.remove(refused.who());
                Event.Walked last = own.get(own.size() - 1);
                loudFailures += (last.gfp() & GfpFlags.NOWARN) == 0 ? 1 : 0;
                boolean waits = GfpFlags.blocking(last.gfp()) && (last.gfp() & GfpFlags.NORETRY) == 0;
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
            @ForAll boolean atomic, @ForAll boolean thisNode, @ForAll @IntRange(min = 1, max = 500) int wantedPages) {
        check(run(kernel, fillPercent, atomic, thisNode, wantedPages));
    }

    @Example
    void anUnfoundedWarningAndAHastyKillAreCaught() {
        for (KernelVersion kernel : new KernelVersion[] {KernelVersion.V6_1, KernelVersion.V6_12}) {
            Run calm = run(kernel, 30, false, false, 1);
            check(calm);
            assertThrows(AssertionError.class, () -> check(new Run(calm.history, List.of("task-A" + WARNING))));
            Run failing = run(kernel, 88, false, true, 500);
            assertTrue(check(failing) > 1);
            assertThrows(AssertionError.class, () -> check(new Run(failing.history, List.of())));
            List<Event> hasty = failing.history.events().stream()
                    .filter(event -> !(event instanceof Event.Walked walk && walk.level() == WatermarkLevel.HIGH))
                    .toList();
            assertThrows(AssertionError.class, () -> check(new Run(new History(failing.history.layout(), false, hasty,
                    failing.history.ending()), failing.log)));
        }
    }
}
