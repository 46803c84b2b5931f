package io.numalab.alloc;

import io.numalab.memory.Memory;
import io.numalab.memory.Zone;
import io.numalab.spi.NodeMask;
import io.numalab.spi.Placement;
import io.numalab.spi.ZoneType;
import java.util.Arrays;

/** One walk of a request: its candidate zones in order, filtered once by mask and cpuset. Immutable. */
final class RoutePass {
    final Zone[] candidates;
    /** What the fast path counts as the page's home. */
    final Zone fastPreferred;
    /** What the slow path counts as the page's home: it sees the zonelist without the cpuset (linux-model 7.1). */
    final Zone slowPreferred;
    final NodeMask mask;
    /** The nodes of the candidates. */
    final NodeMask candidateNodes;
    final boolean mayReclaim;
    /** Whether the first sweep must not break into blocks of other mobility types (linux-model 5.2c). */
    final boolean restricted;

    private RoutePass(
            Zone[] candidates, Zone slowPreferred, NodeMask mask, boolean mayReclaim, boolean restricted) {
        this.candidates = candidates;
        this.fastPreferred = candidates.length == 0 ? slowPreferred : candidates[0];
        this.slowPreferred = slowPreferred;
        this.mask = mask;
        candidateNodes = NodeMask.of(Arrays.stream(candidates).mapToInt(Zone::nid).toArray());
        this.mayReclaim = mayReclaim;
        this.restricted = restricted;
    }

    static RoutePass of(Memory memory, Placement.Pass pass, int zoneClass, NodeMask cpuset) {
        NodeMask mask = pass.allowed();
        NodeMask both = mask == null ? cpuset : cpuset == null ? mask : mask.and(cpuset);
        Zone[] candidates = memory.zonelist(pass.preferredNode(), zoneClass, both);
        Zone[] unfiltered = memory.zonelist(pass.preferredNode(), zoneClass, mask);
        Zone preferred = unfiltered.length == 0 ? memory.zone(0) : unfiltered[0];
        return new RoutePass(candidates, preferred, mask, pass.mayReclaim(), restricts(memory, candidates));
    }

    private static boolean restricts(Memory memory, Zone[] candidates) {
        if (candidates.length == 0 || candidates[0].type() != ZoneType.NORMAL) {
            return false;
        }
        for (Zone zone : candidates) {
            if (zone.nid() == candidates[0].nid() && zone.type() == ZoneType.DMA32) {
                return true;
            }
        }
        return false;
    }
}
