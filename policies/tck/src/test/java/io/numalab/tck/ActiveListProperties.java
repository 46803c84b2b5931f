package io.numalab.tck;

import static io.numalab.tck.Rule.require;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.numalab.machine.SimulatedFile;
import io.numalab.machine.Task;
import io.numalab.spi.Policies;
import io.numalab.stat.NodeGauge;
import io.numalab.topology.KernelVersion;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/**
 * Invariant 29: a file page read once is never active, one that is read twice while it is resident is. That is the
 * classic LRU; the multi-generational one makes no page active for being read (mglru-model 2.6, 3.1).
 */
class ActiveListProperties {
    private static final int MEBIBYTES = 12;
    private static final int NODE_PAGES = MEBIBYTES * Stage.PAGES_PER_MIB;

    @Provide
    Arbitrary<KernelVersion> kernels() {
        return Stage.kernels();
    }

    private static Stage stage(KernelVersion kernel, boolean generations) {
        return new Stage(Stage.spec(kernel, 2, MEBIBYTES), Policies.load(), true,
                builder -> builder.generations(generations));
    }

    private static void checkReadOnce(Stage stage, int cpuNode, int pages) {
        Task task = stage.task("A", cpuNode);
        // Twice as much as the machine may hold: reclaim activates nothing that was read once either.
        stage.read(task, "f", pages, 1);
        require(stage.total(NodeGauge.NR_ACTIVE_FILE) == 0, stage.total(NodeGauge.NR_ACTIVE_FILE));
        stage.history();
    }

    private static void checkReadTwice(Stage stage, int cpuNode, int pages, int times, boolean generations) {
        Task task = stage.task("A", cpuNode);
        SimulatedFile once = stage.read(task, "once", NODE_PAGES / 8, 1);
        SimulatedFile file = stage.read(task, "f", pages, 1);
        require(Stage.resident(file) == pages && Stage.resident(once) == NODE_PAGES / 8, "not resident");
        stage.read(task, "f", pages, times);
        long expected = generations ? 0 : pages;
        require(stage.total(NodeGauge.NR_ACTIVE_FILE) == expected,
                stage.total(NodeGauge.NR_ACTIVE_FILE) + " active, expected " + expected);
        stage.history();
    }

    @Property(tries = 40)
    void readOnce(
            @ForAll("kernels") KernelVersion kernel, @ForAll boolean generations,
            @ForAll @IntRange(max = 1) int cpuNode, @ForAll @IntRange(min = 1, max = 4 * NODE_PAGES) int pages) {
        checkReadOnce(stage(kernel, generations), cpuNode, pages);
    }

    @Property(tries = 40)
    void readTwice(
            @ForAll("kernels") KernelVersion kernel, @ForAll boolean generations,
            @ForAll @IntRange(max = 1) int cpuNode, @ForAll @IntRange(min = 1, max = NODE_PAGES) int pages,
            @ForAll @IntRange(min = 1, max = 5) int times) {
        checkReadTwice(stage(kernel, generations), cpuNode, pages, times, generations);
    }

    @Example
    void theOtherLruIsCaught() {
        for (KernelVersion kernel : new KernelVersion[] {KernelVersion.V6_1, KernelVersion.V6_12}) {
            assertThrows(AssertionError.class, () -> checkReadTwice(stage(kernel, true), 0, 500, 1, false));
            assertThrows(AssertionError.class, () -> checkReadTwice(stage(kernel, false), 0, 500, 1, true));
            Stage touched = stage(kernel, false);
            Task task = touched.task("T", 0);
            touched.read(task, "g", 100, 2);
            assertThrows(AssertionError.class, () -> checkReadOnce(touched, 0, 100));
        }
    }
}
