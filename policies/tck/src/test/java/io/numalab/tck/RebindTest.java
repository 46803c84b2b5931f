package io.numalab.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.numalab.machine.Group;
import io.numalab.machine.Machine;
import io.numalab.machine.Mapping;
import io.numalab.machine.Task;
import io.numalab.spi.NodeMask;
import io.numalab.spi.PolicySpec;
import io.numalab.topology.KernelVersion;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Policies of tasks and mappings follow their cpuset step by step, in a fork too (linux-model 13.8). */
class RebindTest {
    private static int nodeAfter(String policy, boolean ofMapping, boolean forked, String... mems) {
        Stage stage = new Stage(KernelVersion.V6_12, 4, 8);
        Group group = stage.machine.newGroup("g");
        group.setCpusetMems(NodeMask.parse(mems[0], NodeMask.range(0, 3)));
        Task task = stage.task("A", 0);
        task.join(group);
        Mapping mapping = task.mapAnonymous("m", 16 * Stage.PAGE_BYTES);
        PolicySpec spec = PolicySpec.parse(policy);
        assertEquals(0, ofMapping ? task.bind(mapping, spec, false) : task.setPolicy(spec));
        for (int i = 1; i < mems.length; i++) {
            group.setCpusetMems(NodeMask.parse(mems[i], NodeMask.range(0, 3)));
        }
        Machine machine = forked ? stage.machine.fork() : stage.machine;
        Task same = machine.task("A");
        same.startTouch(same.mapping("m"), 16 * Stage.PAGE_BYTES, true, false);
        machine.run(same);
        machine.validate();
        return same.mapping("m").nodeAt(0);
    }

    @ParameterizedTest
    @CsvSource({
        "membind:3,0-3 0 0-3,0", "bind-static:3,0-3 0 0-3,3", "bind-relative:3,0-3 0 0-3,3",
        "bind-relative:1,0-1 2-3,3",
        "membind:1,0-1 2-3,3", "membind:1,0-1 2-3 1-2,2", "bind-static:1,0-1 2-3,2", "preferred-many:1,0-1 0-3,1"
    })
    void shouldFollowTheCpuset(String policy, String mems, int nid) {
        for (boolean ofMapping : new boolean[] {false, true}) {
            for (boolean forked : new boolean[] {false, true}) {
                assertEquals(nid, nodeAfter(policy, ofMapping, forked, mems.split(" ")));
            }
        }
    }
}
