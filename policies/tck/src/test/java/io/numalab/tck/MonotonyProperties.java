package io.numalab.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.machine.Mapping;
import io.numalab.machine.Task;
import io.numalab.spi.Policies;
import io.numalab.spi.PolicySpec;
import io.numalab.stat.VmEvent;
import io.numalab.topology.KernelVersion;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Invariant 36, a statistical one: zone_reclaim makes a task no more remote and costs the cache at least as much. */
class MonotonyProperties {
    private static final int MEBIBYTES = 24;
    private static final int NODE_PAGES = MEBIBYTES * Stage.PAGES_PER_MIB;
    private static final int SEEDS = 12;

    private record Outcome(double remoteShare, long evictedPages) {}

    private static Outcome outcome(KernelVersion kernel, int mode, long seed) {
        Stage stage = new Stage(Stage.spec(kernel, 2, MEBIBYTES), Policies.load(), true,
                builder -> builder.generations(false).seed(seed));
        SplittableRandom random = new SplittableRandom(seed);
        Task reader = stage.task("R", 0);
        stage.read(reader, "cold", NODE_PAGES * (30 + random.nextInt(60)) / 100, 1);
        stage.read(reader, "hot", NODE_PAGES * (1 + random.nextInt(20)) / 100, 2);
        if (mode != 0) {
            assertEquals(0, stage.machine.attach(PolicySpec.parse("zone_reclaim:mode=" + mode)));
        }
        Task task = stage.machine.newTask("A", 0);
        Mapping mapping = task.mapAnonymous("m", NODE_PAGES * (40 + random.nextInt(40)) / 100 * Stage.PAGE_BYTES);
        task.startTouch(mapping, mapping.pages() * Stage.PAGE_BYTES, true, false);
        Task beside = stage.machine.newTask("B", 1);
        beside.startRead(stage.machine.createFile("beside", NODE_PAGES / 4 * Stage.PAGE_BYTES), 0,
                NODE_PAGES / 4 * Stage.PAGE_BYTES, 1);
        stage.machine.runAll();
        stage.history();
        return new Outcome((double) Stage.onNode(mapping, 1) / mapping.pages(),
                stage.machine.event(VmEvent.PGSTEAL_FILE));
    }

    private static boolean isMonotonous(KernelVersion kernel, int lessMode, int moreMode, int firstSeed) {
        double gained = 0;
        long taken = 0;
        int worse = 0;
        for (long seed = firstSeed; seed < firstSeed + SEEDS; seed++) {
            Outcome less = outcome(kernel, lessMode, seed);
            Outcome more = outcome(kernel, moreMode, seed);
            gained += less.remoteShare - more.remoteShare;
            taken += more.evictedPages - less.evictedPages;
            worse += more.remoteShare > less.remoteShare || more.evictedPages < less.evictedPages ? 1 : 0;
        }
        return gained > 0 && taken > 0 && worse == 0;
    }

    @Provide
    Arbitrary<KernelVersion> kernels() {
        return Stage.kernels();
    }

    @Property(tries = 4)
    void zoneReclaimMakesNoTaskMoreRemote(
            @ForAll("kernels") KernelVersion kernel, @ForAll @IntRange(max = 1_000_000) int firstSeed) {
        assertTrue(isMonotonous(kernel, 0, 1, firstSeed));
    }

    @Example
    void theReverseIsCaught() {
        assertFalse(isMonotonous(KernelVersion.V6_1, 1, 0, 1));
        assertFalse(isMonotonous(KernelVersion.V6_12, 1, 0, 1));
        assertFalse(isMonotonous(KernelVersion.V6_12, 0, 0, 1));
    }
}
