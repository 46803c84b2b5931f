package io.numalab.benchmarks;

import io.numalab.machine.Machine;
import io.numalab.machine.Mapping;
import io.numalab.machine.SimulatedFile;
import io.numalab.machine.Task;
import io.numalab.memory.FrameAllocator;
import io.numalab.topology.MachineSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.openjdk.jol.info.GraphLayout;

/** Heap bytes by walking the objects of machines (JOL): G4 and G8. Slopes, so that what is fixed does not count. */
final class HeapTable {
    private static final long PAGE_BYTES = 4096;

    private HeapTable() {
    }

    /** The lines. @param nodeMebibytes size of the nodes; the larger, the less rounding is seen */
    static List<String> lines(int nodeMebibytes) {
        long pages = nodeMebibytes * 256L;
        List<String> lines = new ArrayList<>();
        lines.add(line("per frame of the allocator alone", (reachable(new FrameAllocator((int) (2 * pages)))
                - reachable(new FrameAllocator((int) pages))) / (double) pages));
        lines.add(line("per frame", (reachable(machine(2L * nodeMebibytes)) - reachable(machine(nodeMebibytes)))
                / (double) (2 * pages)));
        Machine machine = machine(nodeMebibytes);
        Task task = machine.newTask("A", 0);
        long before = reachable(machine);
        Mapping mapping = task.mapAnonymous("h", pages * PAGE_BYTES);
        task.startTouch(mapping, pages * PAGE_BYTES, true, false);
        machine.run(task);
        lines.add(line("per touched virtual page", (reachable(machine) - before) / (double) pages));
        task.unmap(mapping);
        before = reachable(machine);
        SimulatedFile file = machine.createFile("f", 4 * pages * PAGE_BYTES);
        lines.add(line("per file page never read", (reachable(machine) - before) / (double) (4 * pages)));
        task.startRead(file, 0, 4 * pages * PAGE_BYTES, 1);
        machine.run(task);
        lines.add(line("per file page, half of them evicted", (reachable(machine) - before) / (double) (4 * pages)));
        return lines;
    }

    private static Machine machine(long nodeMebibytes) {
        return Machine.builder(MachineSpec.parse("2x" + nodeMebibytes + "MiB")).build();
    }

    private static long reachable(Object root) {
        // Without it JOL knows no fields of records.
        System.setProperty("jol.magicFieldOffset", "true");
        // It would start a JVM to attach to this one, which JVMs refuse.
        System.setProperty("jol.skipDynamicAttach", "true");
        return GraphLayout.parseInstance(root).totalSize();
    }

    private static String line(String what, double bytes) {
        return String.format(Locale.ROOT, "%-36s %7.3f bytes", what, bytes);
    }
}
