package io.numalab.cli;

import io.numalab.memory.Watermarks;
import io.numalab.scenario.language.ZoneLine;
import io.numalab.spi.ZoneType;
import io.numalab.topology.BootState;
import io.numalab.topology.MachineSpec;
import io.numalab.topology.NodeSpec;
import io.numalab.topology.ZoneSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The zones of a machine with the marks and reserves that the kernel computes at boot. Does not build the machine. */
final class ComputedZones {

    private ComputedZones() {
    }

    static List<ZoneLine> of(MachineSpec spec) {
        List<ZoneSpec> zones = new ArrayList<>();
        List<Integer> nids = new ArrayList<>();
        for (NodeSpec node : spec.nodes()) {
            for (ZoneSpec zone : node.zones()) {
                zones.add(zone);
                nids.add(node.nid());
            }
        }
        ZoneType[] types = zones.stream().map(ZoneSpec::type).toArray(ZoneType[]::new);
        int[] managed = zones.stream().mapToInt(ZoneSpec::managedPages).toArray();
        Watermarks[] marks = Watermarks.forZones(types, managed, Watermarks.defaultMinFreeKilobytes(types, managed),
                Watermarks.SCALE_FACTOR_DEFAULT, spec.kernel());
        int[] nidOfZone = nids.stream().mapToInt(Integer::intValue).toArray();
        int[][] reserves = Watermarks.lowmemReserve(nidOfZone, types, managed);
        List<ZoneLine> lines = new ArrayList<>();
        for (int i = 0; i < zones.size(); i++) {
            lines.add(new ZoneLine(zones.get(i).startPfn(), new BootState.ZoneBoot(nids.get(i), types[i], managed[i],
                    managed[i], managed[i], 0, marks[i].min(), marks[i].low(), marks[i].high(),
                    Arrays.stream(reserves[i]).boxed().toList())));
        }
        return lines;
    }
}
