package io.numalab.tck;

import io.numalab.machine.Machine;
import io.numalab.machine.Mapping;
import io.numalab.machine.SimulatedFile;
import io.numalab.machine.Task;
import io.numalab.spi.NodeMask;
import io.numalab.spi.PageKind;
import io.numalab.spi.Policies;
import io.numalab.spi.ZoneType;
import io.numalab.stat.NodeGauge;
import io.numalab.topology.KernelVersion;
import io.numalab.topology.MachineSpec;
import io.numalab.topology.NodeSpec;
import io.numalab.topology.ZoneSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** A machine of equal nodes with two CPUs each and no low memory, under either kernel, that reports to a recorder. */
final class Stage {
    static final long PAGE_BYTES = 4096;
    static final int PAGES_PER_MIB = 256;
    static final int CPUS = 2;
    private static final int DISTANCE = 20;
    private static final long SETTLE_NANOS = 5_000_000_000L;

    final Machine machine;
    private final Recorder recorder = new Recorder();
    private final boolean perCpuLists;

    Stage(MachineSpec spec, Policies policies, boolean perCpuLists, UnaryOperator<Machine.Builder> change) {
        this.perCpuLists = perCpuLists;
        machine = change.apply(Machine.builder(spec).policies(policies).perCpuLists(perCpuLists).events(recorder))
                .build();
        recorder.watch(machine);
        // Marks that stay where they are; boosts have tests of their own.
        machine.sysctl("vm.watermark_boost_factor", "0");
    }

    Stage(KernelVersion kernel, int nodes, int mebibytes) {
        this(spec(kernel, nodes, mebibytes), Policies.load(), true, builder -> builder);
    }

    static MachineSpec spec(KernelVersion kernel, int nodes, int mebibytes) {
        List<NodeSpec> list = new ArrayList<>();
        int[][] distances = new int[nodes][nodes];
        for (int nid = 0; nid < nodes; nid++) {
            list.add(new NodeSpec(nid, List.of(nid * CPUS, nid * CPUS + 1),
                    List.of(new ZoneSpec(ZoneType.NORMAL, nid + 1L << 20, mebibytes * PAGES_PER_MIB))));
            Arrays.fill(distances[nid], DISTANCE);
            distances[nid][nid] = MachineSpec.LOCAL_DISTANCE;
        }
        return MachineSpec.of(list, distances, kernel, 0, MachineSpec.RECLAIM_DISTANCE);
    }

    /** The two kernels that recordings exist of. */
    static Arbitrary<KernelVersion> kernels() {
        return Arbitraries.of(KernelVersion.V6_1, KernelVersion.V6_12);
    }

    Task task(String name, int nid) {
        return machine.newTask(name, nid * CPUS);
    }

    void expect(Task task, Intent intent) {
        for (PageKind kind : PageKind.values()) {
            recorder.expect("task-" + task.name(), kind, intent);
        }
    }

    SimulatedFile read(Task task, String name, long pages, int times) {
        SimulatedFile known = machine.file(name);
        SimulatedFile file = known == null ? machine.createFile(name, pages * PAGE_BYTES) : known;
        task.startRead(file, 0, pages * PAGE_BYTES, times);
        machine.run(task);
        return file;
    }

    Mapping touch(Task task, String name, long pages) {
        Mapping mapping = task.mapAnonymous(name, pages * PAGE_BYTES);
        task.startTouch(mapping, pages * PAGE_BYTES, true, false);
        machine.run(task);
        return mapping;
    }

    /** The run so far, once everybody stands still. */
    History history() {
        machine.settle(SETTLE_NANOS);
        machine.validate();
        return new History(Layout.of(machine.spec(), machine.zones(), perCpuLists), false,
                List.copyOf(recorder.events()), Ending.of(machine, 0));
    }

    static long resident(SimulatedFile file) {
        return LongStream.range(0, file.pages()).filter(file::resident).count();
    }

    static long onNode(Mapping mapping, int nid) {
        return LongStream.range(0, mapping.pages()).filter(page -> mapping.nodeAt(page) == nid).count();
    }

    long total(NodeGauge gauge) {
        return machine.spec().nodes().stream().mapToLong(node -> machine.gauge(node.nid(), gauge)).sum();
    }

    static Intent preferringMany(NodeMask nodes, int cpuNode) {
        return new Intent(Intent.Form.PREFERRED_MANY, nodes, false, null, cpuNode, 0);
    }
}
