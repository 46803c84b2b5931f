package io.numalab.memory;

/**
 * How many pages a CPU's list of a zone's free pages takes and keeps. Models {@code zone_batchsize} and {@code
 * zone_highsize} of 6.1 (linux-model 12.2). A pure function.
 *
 * @param batch pages taken from the zone at a time, 1 to 63
 * @param high pages above which the list gives some back, at least 4 batches; in 6.12 the least value of a limit that
 *     adapts
 */
public record PerCpuLimits(int batch, int high) {

    /** Zones of 1 GiB and more are all alike. */
    private static final int THOUSANDTH_MOST = 256;

    /**
     * The limits of a zone.
     *
     * @param managedPages pages of the zone, 0 or more
     * @param lowPages its low mark, 0 or more: what the lists of all CPUs of the node may hold together
     * @param nodeCpus CPUs of its node, 0 or more
     * @param machineCpus CPUs of the machine, which share the zone of a node that has none; 1 or more
     * @throws IllegalArgumentException if a value is out of range
     */
    public static PerCpuLimits of(int managedPages, int lowPages, int nodeCpus, int machineCpus) {
        if (managedPages < 0 || lowPages < 0 || nodeCpus < 0 || machineCpus < Math.max(1, nodeCpus)) {
            throw new IllegalArgumentException("limits of " + managedPages + " pages, low mark " + lowPages + ", "
                    + nodeCpus + " of " + machineCpus + " CPUs: expected no negative number and at least one CPU");
        }
        int quarter = Math.max(1, Math.min(managedPages / 1024, THOUSANDTH_MOST) / 4);
        int batch = Math.max(1, Integer.highestOneBit(quarter + quarter / 2) - 1);
        int sharing = nodeCpus > 0 ? nodeCpus : machineCpus;
        return new PerCpuLimits(batch, Math.max(4 * batch, lowPages / sharing));
    }
}
