package io.numalab.scenario.access;

import io.numalab.scenario.trace.TraceFormatException;
import io.numalab.scenario.trace.TraceReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * What a coverage-guided fuzzer calls: {@code mvn -Pfuzz -Dfuzz.target=io.numalab.scenario.access.TraceFuzz -pl
 * workloads/scenario -am verify -DskipTests}.
 */
public final class TraceFuzz {

    private TraceFuzz() {
    }

    /** Reads a text as accesses and as allocations. @throws IllegalStateException if a refusal has several lines */
    public static void fuzzerTestOneInput(byte[] input) {
        try (AccessReader accesses = AccessReader.open(new ByteArrayInputStream(input), "f");
                TraceReader allocations = new TraceReader(new ByteArrayInputStream(input), "f")) {
            refusable(accesses::next);
            refusable(allocations::next);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private interface Source {
        Object next() throws IOException;
    }

    private static void refusable(Source source) throws IOException {
        try {
            while (source.next() != null) {
                continue;
            }
        } catch (TraceFormatException refused) {
            if (refused.getMessage().lines().count() > 1) {
                throw new IllegalStateException("more than one line: " + refused.getMessage(), refused);
            }
        }
    }
}
