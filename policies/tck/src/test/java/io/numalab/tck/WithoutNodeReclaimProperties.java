package io.numalab.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.numalab.machine.Task;
import io.numalab.spi.Policies;
import io.numalab.spi.PolicySpec;
import io.numalab.topology.KernelVersion;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/**
 * Invariant 38: the kernel without node_reclaim (RFC "Deprecate zone_reclaim_mode", here: a set of policies that does
 * not know it) and zone_reclaim_mode=0 are the same machine, event by event.
 */
class WithoutNodeReclaimProperties {
    private static final int MEBIBYTES = 16;
    private static final int NODE_PAGES = MEBIBYTES * Stage.PAGES_PER_MIB;

    @Provide
    Arbitrary<KernelVersion> kernels() {
        return Stage.kernels();
    }

    private enum How { UNKNOWN, NEVER_ATTACHED, MODE_ZERO, SWITCHED_OFF, ON }

    private static void choose(Stage stage, How how) {
        switch (how) {
            case MODE_ZERO -> assertEquals(0, stage.machine.attach(PolicySpec.parse("zone_reclaim:mode=0")));
            case SWITCHED_OFF -> {
                assertEquals(0, stage.machine.sysctl("vm.zone_reclaim_mode", "7"));
                assertEquals(0, stage.machine.sysctl("vm.zone_reclaim_mode", "0"));
            }
            case ON -> assertEquals(0, stage.machine.sysctl("vm.zone_reclaim_mode", "1"));
            default -> { }
        }
    }

    private static List<String> trace(KernelVersion kernel, How how, int cachePercent, int usedPercent) {
        Policies policies = how == How.UNKNOWN ? Policies.of() : Policies.load();
        Stage stage = new Stage(Stage.spec(kernel, 2, MEBIBYTES), policies, true, builder -> builder);
        choose(stage, how);
        Task first = stage.task("A", 0);
        Task second = stage.task("B", 1);
        second.startRead(stage.machine.createFile("g", NODE_PAGES * Stage.PAGE_BYTES / 2), 0,
                NODE_PAGES * Stage.PAGE_BYTES / 2, 2);
        stage.read(first, "f", NODE_PAGES * cachePercent / 100, 1);
        stage.touch(first, "m", NODE_PAGES * usedPercent / 100);
        stage.machine.runAll();
        History history = stage.history();
        // A policy that is attached is asked, which itself is an event and changes nothing.
        List<String> lines = history.events().stream().filter(event -> !(event instanceof Event.Pressed))
                .map(WithoutNodeReclaimProperties::line).collect(Collectors.toList());
        lines.add(history.ending().counters().toString());
        lines.add(history.ending().gauges().toString());
        lines.add(history.ending().zones().toString());
        lines.add(String.valueOf(stage.machine.nowNanos()));
        return lines;
    }

    private static String line(Event event) {
        return event instanceof Event.Granted page
                ? page.who() + page.kind() + page.nid() + page.zone() + Arrays.toString(page.free())
                : event instanceof Event.Walked walk
                        ? walk.who() + walk.gfp() + walk.level() + Arrays.toString(walk.free())
                        : event instanceof Event.KswapdSlept slept ? "slept " + slept.nid() : event.toString();
    }

    @Property(tries = 25)
    void isModeZero(
            @ForAll("kernels") KernelVersion kernel, @ForAll @IntRange(min = 10, max = 150) int cachePercent,
            @ForAll @IntRange(min = 10, max = 120) int usedPercent) {
        List<String> expected = trace(kernel, How.UNKNOWN, cachePercent, usedPercent);
        for (How how : new How[] {How.NEVER_ATTACHED, How.MODE_ZERO, How.SWITCHED_OFF}) {
            assertEquals(expected, trace(kernel, how, cachePercent, usedPercent), how::toString);
        }
    }

    @Example
    void isNotModeOne() {
        for (KernelVersion kernel : new KernelVersion[] {KernelVersion.V6_1, KernelVersion.V6_12}) {
            assertNotEquals(trace(kernel, How.UNKNOWN, 90, 80), trace(kernel, How.ON, 90, 80));
        }
    }
}
