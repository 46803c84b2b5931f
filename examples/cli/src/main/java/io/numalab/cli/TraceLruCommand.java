package io.numalab.cli;

import io.numalab.scenario.lru.TraceColumns;
import io.numalab.scenario.lru.TraceLru;
import io.numalab.scenario.trace.TraceFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code numalab trace lru}. */
@Command(name = "lru", mixinStandardHelpOptions = true, versionProvider = Version.class,
        description = {"Requests the objects of a CSV trace from an exact LRU cache, on the lists that the simulated"
            + " kernel keeps its pages on, and prints how many were missing.", "",
            "The same as libCacheSim's cachesim FILE csv lru PAGES --ignore-obj-size 1. The requests a second go to"
            + " stderr, so that the output depends on the trace only."})
final class TraceLruCommand implements Callable<Integer> {
    private static final double NANOS = 1e9;

    @Parameters(paramLabel = "FILE", description = "A line for each request, plain or packed with gzip or zstd.")
    private Path file;

    @Option(names = "--capacity", paramLabel = "PAGES", required = true,
            description = "How many objects the cache holds, one page each.")
    private int capacityPages;

    @Option(names = "--column", paramLabel = "N", defaultValue = "1",
            description = "The column of the object id, others are ignored (default: ${DEFAULT-VALUE}).")
    private int column;

    @Option(names = "--delimiter", paramLabel = "CHAR", defaultValue = ",",
            description = "What separates columns (default: ${DEFAULT-VALUE}).")
    private char delimiter;

    @Option(names = "--header", description = "Skip the first line.")
    private boolean header;

    @Option(names = "--text-ids", description = "Object ids are any text; numbers below 2^64 without this option.")
    private boolean textIds;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        TraceColumns columns = new TraceColumns(column, delimiter, header, textIds);
        TraceLru lru = new TraceLru(capacityPages);
        long begin = System.nanoTime();
        try (InputStream trace = TraceFile.open(file)) {
            lru.play(trace, file.toString(), columns);
        }
        double seconds = (System.nanoTime() - begin) / NANOS;
        PrintWriter out = spec.commandLine().getOut();
        Reproduction.unseeded(words()).print(out);
        new TextTable(1)
                .row("requests", Long.toString(lru.requests()))
                .row("misses", Long.toString(lru.misses()))
                .row("miss ratio", lru.requests() == 0 ? "-" : String.format(Locale.ROOT, "%.6f", lru.missRatio()))
                .lines().forEach(line -> out.print(line + "\n"));
        spec.commandLine().getErr().printf(Locale.ROOT, "numalab: %.0f requests/s (%d in %.3f s)\n",
                lru.requests() / seconds, lru.requests(), seconds);
        return 0;
    }

    private List<String> words() {
        List<String> words = new ArrayList<>(
                List.of("trace", "lru", file.toString(), "--capacity", Integer.toString(capacityPages)));
        if (column != 1) {
            words.addAll(List.of("--column", Integer.toString(column)));
        }
        if (delimiter != ',') {
            words.addAll(List.of("--delimiter", Character.toString(delimiter)));
        }
        if (header) {
            words.add("--header");
        }
        if (textIds) {
            words.add("--text-ids");
        }
        return words;
    }
}
