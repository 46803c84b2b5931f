package io.numalab.tck;

import io.numalab.machine.Machine;
import io.numalab.spi.Policies;
import io.numalab.topology.MachineSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Ready-made courses, the same in every run of the tests. */
final class Courses {
    private static final int NODES_MAX = 8;
    private static final int OPERATIONS = 20;
    private static final int[] MEBIBYTES = {4, 6, 9, 16};
    private static final int[] DISTANCES = {20, 15, 30, 31};

    private Courses() {}

    static History play(
            MachineSpec spec, Policies policies, boolean perCpuLists, boolean swap, List<Integer> operations) {
        Recorder recorder = new Recorder();
        Machine machine = Patience.with(Machine.builder(spec)).policies(policies).perCpuLists(perCpuLists)
                .events(recorder).build();
        recorder.watch(machine);
        Course course = new Course(machine, recorder);
        if (swap) {
            course.swapOn();
        }
        course.play(operations);
        return course.history(perCpuLists);
    }

    /** A course by its number. */
    static History numbered(int number, Policies policies) {
        SplittableRandom random = new SplittableRandom(number);
        List<MachineLines.Kind> kinds = new ArrayList<>(List.of(MachineLines.Kind.FULL));
        for (int i = random.nextInt(4); i > 0; i--) {
            kinds.add(MachineLines.Kind.values()[random.nextInt(3)]);
        }
        List<Integer> mebibytes = pick(random, MEBIBYTES, NODES_MAX);
        List<Integer> distances = pick(random, DISTANCES, NODES_MAX * NODES_MAX);
        Machines.Lowmem lowmem = Machines.Lowmem.values()[random.nextInt(4)];
        boolean swap = random.nextBoolean();
        MachineSpec spec = Machines.of(kinds, mebibytes, distances, lowmem, swap);
        return play(spec, policies, random.nextBoolean(), swap, random.ints(OPERATIONS).boxed().toList());
    }

    private static List<Integer> pick(SplittableRandom random, int[] choices, int count) {
        return IntStream.range(0, count).map(i -> choices[random.nextInt(choices.length)]).boxed().toList();
    }
}
