package io.numalab.cli;

import io.numalab.report.Manifest;
import io.numalab.report.table.ResultTable;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine.Option;

/** The options of a command whose result is a table: where it goes. */
final class TableOptions {
    @Option(names = "--csv", paramLabel = "FILE|-",
            description = "Write the result as a table in CSV, and FILE.manifest.json beside it; - is standard output.")
    private String csv;

    @Option(names = "--jsonl", paramLabel = "FILE|-", description = "The same as JSON Lines.")
    private String jsonl;

    /** Whether a table is wanted. */
    boolean given() {
        return csv != null || jsonl != null;
    }

    /** Adds the files. @throws IllegalArgumentException if one cannot be written, or another option names it too */
    Destinations addTo(Destinations destinations) {
        return destinations.add("--csv", csv).add("--jsonl", jsonl);
    }

    /** Writes the table where it is wanted. */
    void write(Destinations destinations, PrintWriter out, ResultTable table, Manifest manifest) throws IOException {
        byte[] beside = table.manifest(manifest);
        destinations.writeTable("--csv", out, table.csv(), beside);
        destinations.writeTable("--jsonl", out, table.jsonLines(), beside);
    }
}
