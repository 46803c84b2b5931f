package io.numalab.machine;

import io.numalab.spi.ZoneType;
import java.util.List;

/**
 * A zone at one moment, in pages, as {@code /proc/zoneinfo} shows it.
 *
 * @param nid its node
 * @param type which zone
 * @param managedPages pages under the allocator's control
 * @param freePages free pages, without those on per-CPU lists
 * @param perCpuPages pages on per-CPU lists
 * @param minPages the min watermark
 * @param lowPages the low watermark
 * @param highPages the high watermark
 * @param boostPages what is added to every mark for a while after page blocks were stolen
 * @param protectionPages lowmem reserve by request class
 * @param inactiveAnonPages inactive anonymous LRU pages in this zone
 * @param activeAnonPages active anonymous LRU pages
 * @param inactiveFilePages inactive file LRU pages
 * @param activeFilePages active file LRU pages
 * @param unevictablePages pages locked since the start; those locked before are known by node only
 */
public record ZoneState(
        int nid, ZoneType type, int managedPages, int freePages, int perCpuPages, int minPages, int lowPages,
        int highPages, int boostPages, List<Integer> protectionPages, int inactiveAnonPages, int activeAnonPages,
        int inactiveFilePages, int activeFilePages, int unevictablePages) {}
