package io.numalab.report.recommendation;

import io.numalab.report.comparison.Variant;
import java.util.List;

/**
 * Something that could be set for a workload.
 *
 * @param variant what is played
 * @param commands how to set it, a shell line each; {@code JOB} stands for the user's program. None if no kernel has
 *     it
 */
public record Candidate(Variant variant, List<String> commands) {
    /** Copies the list. */
    public Candidate {
        commands = List.copyOf(commands);
    }

    /** Whether it can be set on a kernel of today. */
    public boolean isInLinux() {
        return !commands.isEmpty();
    }

    /** What it is called. */
    public String name() {
        return variant.toString();
    }
}
