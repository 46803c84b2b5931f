package io.numalab.scenario.topology;

import io.numalab.scenario.language.ZoneLine;
import io.numalab.topology.BootState;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Zones counted in pages of more than 4 KiB, as POWER and some ARM kernels have them. {@code /proc/zoneinfo} does not
 * state the size of a page: it shows when another source states the size of the nodes. The machine is simulated with
 * pages of 4 KiB, so everything is given in these.
 */
final class LargePages {
    private static final int SMALL_BYTES = 4096;
    /** Pages of 16 and of 64 KiB. */
    private static final int[] FACTORS = {4, 16};
    /** Sizes may be rounded; and what the kernel and firmware keep is in the size of a node, but not in its zones. */
    private static final double LEAST = 0.98;
    private static final double MOST = 1.25;

    private LargePages() {
    }

    /**
     * Zones in pages of 4 KiB.
     *
     * @param zoned a topology with zones
     * @param sized what another source says of the same machine
     */
    static Topology inSmallPages(Topology zoned, Topology sized) {
        long stated = 0;
        long counted = 0;
        for (TopologyNode node : sized.nodes()) {
            OptionalLong pages = zoned.nodes().stream().filter(one -> one.nid() == node.nid())
                    .map(TopologyNode::bytes).flatMapToLong(OptionalLong::stream).findFirst();
            if (node.bytes().isPresent() && pages.isPresent()) {
                stated += node.bytes().getAsLong();
                counted += pages.getAsLong();
            }
        }
        for (int factor : FACTORS) {
            if (counted > 0 && stated >= LEAST * factor * counted && stated <= MOST * factor * counted) {
                return times(zoned, factor);
            }
        }
        return zoned;
    }

    private static Topology times(Topology zoned, int factor) {
        List<TopologyNode> nodes = zoned.nodes().stream().map(node -> new TopologyNode(node.nid(), node.cpus(),
                node.bytes().isPresent() ? OptionalLong.of(node.bytes().getAsLong() * factor) : node.bytes())).toList();
        List<String> notes = Stream.concat(zoned.notes().stream(), Stream.of("the zones are counted in pages of "
                + factor * SMALL_BYTES / 1024 + " KiB, they are simulated with pages of 4 KiB")).toList();
        return new Topology(zoned.source(), zoned.format(), nodes, zoned.unplacedCpus(), zoned.distances(),
                zoned.latencyNanos(), zoned.bandwidthMegabytes(),
                zoned.zones().stream().map(zone -> times(zone, factor)).toList(), notes);
    }

    private static ZoneLine times(ZoneLine line, int factor) {
        BootState.ZoneBoot zone = line.zone();
        int managed = Math.multiplyExact(zone.managedPages(), factor);
        return new ZoneLine(line.startPfn() * factor, new BootState.ZoneBoot(zone.nid(), zone.type(), managed, managed,
                managed, 0, zone.minPages() * factor, zone.lowPages() * factor, zone.highPages() * factor,
                zone.protectionPages().stream().map(pages -> Math.multiplyExact(pages, factor)).toList()));
    }
}
