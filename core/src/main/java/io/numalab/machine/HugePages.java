package io.numalab.machine;

/**
 * Which anonymous faults try for a huge page: {@code /sys/kernel/mm/transparent_hugepage/enabled} (linux-model 13.7).
 */
public enum HugePages {
    /** All but those of mappings with {@code MADV_NOHUGEPAGE}. */
    ALWAYS("always"),
    /** Those of mappings with {@code MADV_HUGEPAGE}. */
    MADVISE("madvise"),
    /** None. */
    NEVER("never");

    private final String kernelName;

    HugePages(String kernelName) {
        this.kernelName = kernelName;
    }

    /** The word the kernel reads and prints. */
    public String kernelName() {
        return kernelName;
    }

    boolean wantedBy(Mapping mapping) {
        return switch (mapping.hugePageAdvice()) {
            case WANTED -> this != NEVER;
            case NONE -> this == ALWAYS;
            case REFUSED -> false;
        };
    }

    /** What a mapping was told by {@code madvise}. */
    enum Advice {
        NONE,
        WANTED,
        REFUSED
    }
}
