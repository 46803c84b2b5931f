package io.numalab.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.numalab.machine.Machine;
import io.numalab.machine.Mapping;
import io.numalab.machine.SimulatedFile;
import io.numalab.machine.Task;
import io.numalab.spi.PolicySpec;
import io.numalab.stat.EventSink;
import io.numalab.tck.MachineLines.Kind;
import io.numalab.topology.KernelVersion;
import io.numalab.topology.MachineSpec;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/**
 * Pages that take the shortest way are treated in runs, unless somebody wants to hear of each: a machine that is
 * observed is the slow twin of one that is not.
 */
class RunsProperties {
    private static final long PAGE_BYTES = 4096;
    private static final EventSink OBSERVER = (EventSink) Proxy.newProxyInstance(
            EventSink.class.getClassLoader(), new Class<?>[] {EventSink.class}, (proxy, method, arguments) -> null);

    private static String ending(Machine machine) {
        machine.validate();
        Ending ending = Ending.of(machine, 0);
        StringBuilder text = new StringBuilder();
        text.append(machine.nowNanos()).append(ending.zones()).append(ending.gauges()).append(ending.numastat())
                .append(ending.counters()).append(machine.trace().snapshot());
        for (Task task : machine.tasks()) {
            text.append('\n').append(task.name()).append(' ').append(task.result()).append(' ')
                    .append(task.clockNanos()).append(' ').append(task.costs());
            for (Mapping mapping : task.mappings()) {
                text.append('\n').append(mapping.name()).append(' ');
                for (long page = 0; page < mapping.pages(); page++) {
                    text.append(mapping.nodeAt(page)).append(' ');
                }
            }
        }
        for (SimulatedFile file : machine.files()) {
            text.append('\n').append(file.name()).append(' ');
            for (long page = 0; page < file.pages(); page++) {
                text.append(file.resident(page) ? '1' : '0');
            }
        }
        return text.toString();
    }

    private static String run(
            MachineSpec spec, EventSink events, boolean generations, boolean swap, List<Integer> operations) {
        Machine machine = Patience.with(Machine.builder(spec)).events(events).generations(generations).build();
        Course course = new Course(machine, new Recorder());
        if (swap) {
            course.swapOn();
        }
        course.play(operations);
        return ending(machine);
    }

    private static MachineSpec under(KernelVersion kernel, MachineSpec spec) {
        int[][] distances = new int[spec.nodeCount()][spec.nodeCount()];
        for (int from = 0; from < distances.length; from++) {
            for (int to = 0; to < distances.length; to++) {
                distances[from][to] = spec.distance(from, to);
            }
        }
        return MachineSpec.of(spec.nodes(), distances, kernel, spec.swapBytes(), spec.reclaimDistance());
    }

    @Provide
    Arbitrary<MachineSpec> machines() {
        return Machines.any();
    }

    @Provide
    Arbitrary<List<Integer>> operations() {
        return Arbitraries.integers().list().ofMinSize(3).ofMaxSize(14);
    }

    @Property(tries = 60)
    void runsOfPagesAreTheSameAsPageByPage(
            @ForAll("machines") MachineSpec spec, @ForAll KernelVersion kernel, @ForAll boolean generations,
            @ForAll boolean swap, @ForAll("operations") List<Integer> operations) {
        MachineSpec machine = under(kernel, spec);
        assertEquals(run(machine, OBSERVER, generations, swap, operations),
                run(machine, null, generations, swap, operations));
    }

    @Example
    void asIsAFileThatIsReadAgainAndAgainUnderPressure() {
        List<String> endings = Arrays.asList(OBSERVER, null).stream().map(events -> {
            Machine machine = Machine.builder(Machines.equal(2, 64)).events(events).build();
            machine.attach(PolicySpec.parse("zone_reclaim:mode=1"));
            Task task = machine.newTask("A", 0);
            SimulatedFile file = machine.createFile("f", 14_000 * PAGE_BYTES);
            Mapping mapping = task.mapAnonymous("m", 9_000 * PAGE_BYTES);
            for (int round = 0; round < 3; round++) {
                task.startRead(file, 0, file.pages() * PAGE_BYTES, 1 + round);
                machine.run(task);
                task.startTouch(mapping, mapping.pages() * PAGE_BYTES, true, false);
                machine.run(task);
                task.advise(mapping, "dontneed");
            }
            return ending(machine);
        }).toList();
        assertEquals(endings.get(0), endings.get(1));
    }

    @Provide
    Arbitrary<String> reclaimers() {
        return Arbitraries.of("zone_reclaim:mode=1", "zone_reclaim:mode=4", "zone_reclaim:mode=5", "membind:0",
                "preferred:0");
    }

    // Referenced, mapped, activated pages of two files and of both zones of a node, in random order on the lists.
    @Property(tries = 25)
    void asAreFilesReferencedAtRandomUnderPressure(
            @ForAll("reclaimers") String policy, @ForAll KernelVersion kernel, @ForAll boolean swap,
            @ForAll @IntRange(min = 0, max = 1000) int seed) {
        List<String> endings = Arrays.asList(OBSERVER, null).stream()
                .map(events -> referAtRandom(events, policy, kernel, swap, seed)).toList();
        assertEquals(endings.get(0), endings.get(1));
    }

    private static String referAtRandom(
            EventSink events, String policy, KernelVersion kernel, boolean swap, int seed) {
        MachineSpec spec = under(kernel, Machines.of(Collections.nCopies(2, Kind.FULL),
                Collections.nCopies(MachineLines.NODES_MAX, 16),
                Collections.nCopies(MachineLines.NODES_MAX * MachineLines.NODES_MAX, 20), Machines.Lowmem.DMA32, swap));
        Machine machine = Machine.builder(spec).events(events).build();
        Task task = machine.newTask("A", 0);
        PolicySpec wanted = PolicySpec.parse(policy);
        assertEquals(0, policy.startsWith("zone_reclaim") ? machine.attach(wanted) : task.setPolicy(wanted));
        SplittableRandom random = new SplittableRandom(seed);
        int pages = (int) spec.node(0).managedPages() * 2 / 5;
        for (String name : List.of("f", "g")) {
            SimulatedFile file = machine.createFile(name, pages * PAGE_BYTES);
            Mapping window = task.mapFile("w" + name, file, pages / 4 * PAGE_BYTES, pages / 2 * PAGE_BYTES, true);
            task.startRead(file, 0, pages * PAGE_BYTES, 1);
            machine.run(task);
            task.startFileAccess(file, pages, () -> random.nextInt(pages));
            machine.run(task);
            task.startAccess(window, 3 * window.pages(), random.nextInt(3) == 0, true);
            machine.run(task);
        }
        Mapping anonymous = task.mapAnonymous("m", pages * PAGE_BYTES);
        for (int round = 0; round < 2; round++) {
            task.startTouch(anonymous, anonymous.pages() * PAGE_BYTES, true, false);
            machine.run(task);
            for (SimulatedFile file : machine.files()) {
                task.startRead(file, 0, pages * PAGE_BYTES, 1 + round);
                machine.run(task);
            }
            task.startAccess(anonymous, anonymous.pages(), true, true);
            machine.run(task);
            task.startAccess(task.mapping("wg"), pages, false, true);
            machine.run(task);
            task.advise(anonymous, "dontneed");
        }
        return ending(machine);
    }
}
