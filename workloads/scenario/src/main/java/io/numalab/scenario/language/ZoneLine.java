package io.numalab.scenario.language;

import io.numalab.topology.BootState;
import java.util.List;

/**
 * A {@code sim zone NID TYPE start=PFN managed=PAGES min=PAGES low=PAGES high=PAGES protection=LIST} line: a zone as
 * {@code /proc/zoneinfo} shows it, taken as it is instead of being computed from the size of its node.
 *
 * @param startPfn the kernel's number of its first page
 * @param zone its pages, marks and lowmem reserve; nothing of it is used
 */
public record ZoneLine(long startPfn, BootState.ZoneBoot zone) {
    /** The canonical spelling. */
    public String text() {
        List<String> protection = zone.protectionPages().stream().map(String::valueOf).toList();
        return "sim zone " + zone.nid() + " " + zone.type().kernelName() + " start=" + startPfn + " managed="
                + zone.managedPages() + " min=" + zone.minPages() + " low=" + zone.lowPages() + " high="
                + zone.highPages() + " protection=" + String.join(",", protection);
    }
}
