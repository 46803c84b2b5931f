package io.numalab.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.numalab.scenario.topology.Topology;
import io.numalab.scenario.topology.TopologyException;
import io.numalab.scenario.topology.TopologyReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code numalab topology}. */
@Command(name = "topology", mixinStandardHelpOptions = true, versionProvider = Version.class,
        description = {"Prints a machine: nodes, distances, latencies, zonelists, watermarks.", "",
            "A source is a file of numactl --hardware, /proc/zoneinfo, lstopo --of xml, Intel MLC, sysfs in blocks"
            + " ==> path <==, or a scenario; a folder like /sys/devices/system/node; a text such as 2x125GiB or"
            + " 2x64G/16+1x128G/0:10,20,17/20,10,28/17,28,10; or a machine of numalab presets. Several sources of one"
            + " machine are put together, the later ones hold where two state the same."})
final class TopologyCommand implements Callable<Integer> {
    @Parameters(arity = "0..*", paramLabel = "SOURCE", description = "Where the machine is described.")
    private List<String> sources = new ArrayList<>();

    @Option(names = "--live", description = "Read this machine from /sys and /proc.")
    private boolean live;

    @Option(names = "--scn", paramLabel = "FILE|-",
            description = "Write the first lines of a scenario for this machine; - is standard output.")
    private String scenario;

    @Option(names = "--json", paramLabel = "FILE|-", description = "Write the machine as JSON.")
    private String json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (sources.isEmpty() != live) {
            throw new IllegalArgumentException("topology: expected sources, or --live for this machine"
                    + (live ? ", not both" : ""));
        }
        Destinations destinations = new Destinations().add("--scn", scenario).add("--json", json);
        Topology topology = live ? TopologyReader.live() : TopologyReader.read(sources);
        PrintWriter out = spec.commandLine().getOut();
        if (destinations.has("--scn")) {
            destinations.write("--scn", out, bytes(String.join("\n", topology.complete().scenarioLines()) + "\n"));
        }
        TopologyReport report = report(topology);
        if (destinations.has("--json")) {
            destinations.write("--json", out, bytes(new ObjectMapper().writerWithDefaultPrettyPrinter()
                    .writeValueAsString(report.json()) + "\n"));
        }
        if (!destinations.useStdout()) {
            List<String> words = new ArrayList<>(List.of("topology"));
            words.addAll(live ? List.of("--live") : sources);
            Reproduction.unseeded(words).print(out);
            report.lines().forEach(line -> out.print(line + "\n"));
        }
        return 0;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** What is known, though it may be too little for a machine. */
    private static TopologyReport report(Topology topology) {
        try {
            return TopologyReport.of(topology.complete());
        } catch (TopologyException incomplete) {
            if (topology.latencyNanos().isEmpty() && topology.bandwidthMegabytes().isEmpty()) {
                throw incomplete;
            }
            return TopologyReport.incomplete(topology, incomplete.getMessage());
        }
    }
}
