package io.numalab.scenario.format;

import io.numalab.machine.Machine;
import io.numalab.machine.ZoneState;
import io.numalab.memory.FrameAllocator;
import java.util.Locale;

/** {@code /proc/buddyinfo}: free blocks by order. One thread only. */
final class BuddyinfoText {

    private BuddyinfoText() {
    }

    static String of(Machine machine) {
        StringBuilder text = new StringBuilder();
        for (ZoneState zone : machine.zones()) {
            if (zone.managedPages() == 0) {
                continue;
            }
            text.append(String.format(Locale.ROOT, "Node %d, zone %8s ", zone.nid(), zone.type().kernelName()));
            for (int order = 0; order <= FrameAllocator.MAX_ORDER; order++) {
                int blocks = machine.freeBlocks(zone.nid(), zone.type(), order);
                text.append(String.format(Locale.ROOT, "%6d ", blocks));
            }
            text.append('\n');
        }
        return text.toString();
    }
}
