package io.numalab.topology;

import io.numalab.spi.ZoneType;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What is known of a machine just after boot: who uses which pages cannot be derived from rules (linux-model 27.5), so
 * a replay takes it from a recording.
 *
 * @param zones all zones
 * @param nodes all nodes
 */
public record BootState(List<ZoneBoot> zones, List<NodeBoot> nodes) {

    /** Copies the lists. */
    public BootState {
        zones = List.copyOf(zones);
        nodes = List.copyOf(nodes);
    }

    /**
     * A zone after boot, in pages of 4 KiB as {@code /proc/zoneinfo} prints them.
     *
     * @param nid its node
     * @param type which zone of the node
     * @param presentPages pages that exist
     * @param managedPages pages under the allocator's control
     * @param freePages free pages, per-CPU lists excluded
     * @param perCpuPages pages on the per-CPU lists of all CPUs
     * @param minPages the min mark
     * @param lowPages the low mark
     * @param highPages the high mark
     * @param protectionPages lowmem reserve by the zone index of the request; entries beyond the zone types are
     *     ignored
     */
    public record ZoneBoot(
            int nid,
            ZoneType type,
            int presentPages,
            int managedPages,
            int freePages,
            int perCpuPages,
            int minPages,
            int lowPages,
            int highPages,
            List<Integer> protectionPages) {

        /**
         * Copies the list and checks the values.
         *
         * @throws IllegalArgumentException if a number is negative, the marks are not in order, more pages are managed
         *     than present or more are free than managed
         */
        public ZoneBoot {
            Objects.requireNonNull(type, "type");
            protectionPages = List.copyOf(protectionPages);
            String zone = " of zone " + type.kernelName() + " of node " + nid;
            inOrder("managedPages " + managedPages + zone, 0, managedPages, presentPages, "presentPages");
            inOrder("freePages " + freePages + zone, 0, freePages, managedPages, "managedPages");
            inOrder("perCpuPages " + perCpuPages + zone, 0, perCpuPages, managedPages - freePages,
                    "managedPages - freePages");
            inOrder("minPages " + minPages + zone, 0, minPages, lowPages, "lowPages");
            inOrder("lowPages " + lowPages + zone, 0, lowPages, highPages, "highPages");
            for (int pages : protectionPages) {
                inOrder("protectionPages " + pages + zone, 0, pages, Integer.MAX_VALUE, "the largest int");
            }
        }

        private static void inOrder(String what, int least, int value, int most, String mostName) {
            if (value < least || value > most) {
                throw new IllegalArgumentException(
                        what + ": expected " + least + " to " + mostName + " (" + most + ")");
            }
        }
    }

    /**
     * A node after boot.
     *
     * @param nid its id
     * @param gauges the kernel's names ({@code nr_file_pages}, ...) and values, pages; what is absent is 0
     * @param numastat the kernel's names ({@code numa_hit}, ...) and values, pages since boot; what is absent is 0
     */
    public record NodeBoot(int nid, Map<String, Long> gauges, Map<String, Long> numastat) {

        /** Copies the maps, sorted by name. */
        public NodeBoot {
            gauges = Collections.unmodifiableMap(new TreeMap<>(gauges));
            numastat = Collections.unmodifiableMap(new TreeMap<>(numastat));
        }
    }
}
