package io.numalab.reclaim;

/** The settings under {@code /proc/sys/vm} that the engine obeys, at the kernel's defaults. One thread only. */
public final class Sysctls {
    /** A swappiness beyond the range: reclaim anonymous pages only ({@code swappiness=max} of 6.18). */
    public static final int SWAPPINESS_ANON_ONLY = 201;
    /** No swappiness of its own: {@link #swappiness} holds. */
    public static final int SWAPPINESS_OF_MACHINE = -1;

    /** Share of anonymous pages in reclaim, 0 to 200. */
    public int swappiness = 60;
    /** Percent of a node below which node reclaim leaves file pages alone. */
    public int minUnmappedRatio = 1;
    /** Percent of a node below which node reclaim leaves slab alone. */
    public int minSlabRatio = 5;
    /** Percent of available memory at which writers are throttled. */
    public int dirtyRatio = 20;
    /** Percent of available memory at which the flusher starts. */
    public int dirtyBackgroundRatio = 10;
    /** How often the flusher looks for old pages, in 1/100 s; 0 for never. */
    public int dirtyWritebackCentiseconds = 500;
    /** Age at which the flusher writes a page, in 1/100 s. */
    public int dirtyExpireCentiseconds = 3000;
    /** Distance between marks in 1/10000 of a zone. */
    public int watermarkScaleFactor = 10;
    /** Reserve of the whole machine in KiB; -1 for the default. */
    public int minFreeKilobytes = -1;
    /** How far an allocation that breaks into a foreign block raises marks; 0 switches that off. */
    public int watermarkBoostFactor = 15000;

    /** There is no node_reclaim: a patch under discussion (linux-model 22.4). */
    public boolean noNodeReclaim;
    /** Dirty pages never count as reclaimable in the gate of node_reclaim: as above. */
    public boolean dirtySubtracted;

    /** The defaults. */
    public Sysctls() {}

    /** An independent copy. */
    public Sysctls copy() {
        Sysctls copy = new Sysctls();
        copy.swappiness = swappiness;
        copy.minUnmappedRatio = minUnmappedRatio;
        copy.minSlabRatio = minSlabRatio;
        copy.dirtyRatio = dirtyRatio;
        copy.dirtyBackgroundRatio = dirtyBackgroundRatio;
        copy.dirtyWritebackCentiseconds = dirtyWritebackCentiseconds;
        copy.dirtyExpireCentiseconds = dirtyExpireCentiseconds;
        copy.watermarkScaleFactor = watermarkScaleFactor;
        copy.minFreeKilobytes = minFreeKilobytes;
        copy.watermarkBoostFactor = watermarkBoostFactor;
        copy.noNodeReclaim = noNodeReclaim;
        copy.dirtySubtracted = dirtySubtracted;
        return copy;
    }
}
