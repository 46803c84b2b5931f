package io.numalab.topology;

import java.util.ArrayList;
import java.util.List;

/** The kernel whose rules a machine follows, oldest first (linux-model 21). */
public enum KernelVersion {
    /** Debian 12's kernel: classic LRU, fixed per-CPU limits. */
    V6_1("6.1"),
    /** Debian 13's kernel. */
    V6_12("6.12"),
    /** A kernel that skips nodes whose kswapd is awake. */
    V6_18("6.18");

    private final String text;

    KernelVersion(String text) {
        this.text = text;
    }

    /** The number of the series, such as {@code 6.12}. */
    public String text() {
        return text;
    }

    /** Whether this is the other version or a later one. */
    public boolean atLeast(KernelVersion other) {
        return compareTo(other) >= 0;
    }

    /**
     * The version with this number.
     *
     * @throws IllegalArgumentException if its rules are not known; the message lists those that are
     */
    public static KernelVersion of(String text) {
        List<String> known = new ArrayList<>();
        for (KernelVersion version : values()) {
            if (version.text.equals(text)) {
                return version;
            }
            known.add(version.text);
        }
        throw new IllegalArgumentException("kernel \"" + text + "\": expected one of " + String.join(", ", known));
    }
}
