package io.numalab.spi;

/**
 * The zones of a node that pages are allocated from, lowest address first (x86-64).
 *
 * <p>The ordinal is the zone index of the kernel: a request that may use zone {@code z} may use every zone with a
 * smaller ordinal too, and walks from the highest to the lowest.
 */
public enum ZoneType {
    /** The first 16 MiB, for ancient devices. */
    DMA("DMA"),
    /** Below 4 GiB. */
    DMA32("DMA32"),
    /** Ordinary memory. */
    NORMAL("Normal"),
    /** Memory that holds only movable pages. */
    MOVABLE("Movable");

    private final String kernelName;

    ZoneType(String kernelName) {
        this.kernelName = kernelName;
    }

    /** {@return the name in {@code /proc/zoneinfo}} */
    public String kernelName() {
        return kernelName;
    }

    /**
     * {@return the zone with this name in {@code /proc/zoneinfo}}
     *
     * @param name such as {@code DMA32}
     * @throws IllegalArgumentException if there is none
     */
    public static ZoneType ofKernelName(String name) {
        for (ZoneType type : values()) {
            if (type.kernelName.equals(name)) {
                return type;
            }
        }
        throw new IllegalArgumentException("zone \"" + name + "\": expected one of DMA, DMA32, Normal, Movable");
    }
}
