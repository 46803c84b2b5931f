package io.numalab.scenario.topology;

import io.numalab.scenario.language.Scenario;
import io.numalab.scenario.language.SourcePosition;
import io.numalab.topology.MachineSpec;
import io.numalab.topology.NodeSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;

/**
 * Reads a machine in whatever form a user has it, and finds out which one it is: the name of a preset, a file or a
 * folder of a tool's output, or a short text such as {@code 2x125GiB}.
 */
public final class TopologyReader {
    private static final String FORMS = "numactl --hardware, sysfs blocks (==> path <==), /proc/zoneinfo, lstopo XML,"
            + " Intel MLC or a scenario with @node lines";
    private static final List<String> ZONEINFO = List.of("proc/zoneinfo", "zoneinfo");

    private TopologyReader() {
    }

    /**
     * Reads several sources of one machine; where two state the same, the later one holds.
     *
     * @param words at least one, each as {@link #read(String)} takes it
     * @throws IOException if a file cannot be read
     * @throws io.numalab.scenario.language.ScenarioException if a source is not understood
     */
    public static Topology read(List<String> words) throws IOException {
        Topology topology = read(words.get(0));
        for (String word : words.subList(1, words.size())) {
            topology = topology.merge(read(word));
        }
        return topology;
    }

    /**
     * Reads one source.
     *
     * @param word the name of a preset, a file, a folder, or a text that {@link MachineSpec#parse} reads
     * @throws IOException if a file cannot be read
     * @throws io.numalab.scenario.language.ScenarioException if it is not understood, one of which is
     *     {@link TopologyException}
     */
    public static Topology read(String word) throws IOException {
        if (MachinePresets.names().contains(word)) {
            return MachinePresets.load(word);
        }
        Path path = path(word);
        if (path != null && Files.isDirectory(path)) {
            return folder(path);
        }
        if (path != null && Files.exists(path)) {
            return parse(TopologyText.read(path));
        }
        if (word.matches("[0-9]+x.*")) {
            return shortText(word);
        }
        throw new TopologyException(new SourcePosition("machine", 0, 0), "a file or a folder, a text such as 2x125GiB,"
                + " or one of " + String.join(", ", MachinePresets.names()), word);
    }

    /** The machine this runs on, from {@code /sys} and {@code /proc}. @throws IOException if they cannot be read */
    public static Topology live() throws IOException {
        return folder(Path.of("/"));
    }

    /**
     * Understands a text in any of the forms of a file.
     *
     * @param file the name that errors give
     * @throws io.numalab.scenario.language.ScenarioException if it is not understood
     */
    public static Topology parse(String file, String text) {
        return parse(new TopologyText(file, text));
    }

    private static Path path(String word) {
        try {
            return word.isEmpty() ? null : Path.of(word);
        } catch (InvalidPathException noPath) {
            return null;
        }
    }

    private static Topology folder(Path folder) throws IOException {
        SysfsFiles files = SysfsFiles.ofFolder(folder);
        Topology topology = files == null ? null : new SysfsReader(files).read();
        for (String place : ZONEINFO) {
            Path file = folder.resolve(place);
            if (Files.isRegularFile(file)) {
                Topology zones = parse(TopologyText.read(file));
                topology = topology == null ? zones : topology.merge(zones);
            }
        }
        if (topology == null) {
            throw new TopologyException(new SourcePosition(folder.toString(), 0, 0),
                    "a folder like /sys/devices/system/node, or one that holds it", "no node0 and the like");
        }
        return topology;
    }

    private static Topology parse(TopologyText text) {
        if (LstopoReader.recognises(text.text().stripLeading())) {
            return new LstopoReader(text).read();
        }
        for (TextLine line = text.next(); line != null; line = text.next()) {
            if (SysfsFiles.recognises(line)) {
                return new SysfsReader(SysfsFiles.ofText(text.rewound())).read();
            } else if (ZoneinfoReader.recognises(line)) {
                return new ZoneinfoReader(text.rewound()).read();
            } else if (NumactlReader.recognises(line)) {
                return new NumactlReader(text.rewound()).read();
            } else if (MlcReader.recognises(line)) {
                return new MlcReader(text.rewound()).read();
            } else if (ScenarioTopology.recognises(line)) {
                return ScenarioTopology.of(Scenario.parse(text.file(), text.text()), "scenario");
            }
        }
        throw new TopologyException(new SourcePosition(text.file(), 0, 0), FORMS, "something else");
    }

    private static Topology shortText(String word) {
        MachineSpec spec;
        try {
            spec = MachineSpec.parse(word);
        } catch (IllegalArgumentException malformed) {
            throw new TopologyException(word, malformed.getMessage());
        }
        TopologyFacts facts = new TopologyFacts(word, "short text");
        for (NodeSpec node : spec.nodes()) {
            BitSet cpus = new BitSet();
            node.cpus().forEach(cpus::set);
            facts.cpus(node.nid(), cpus);
            facts.bytes(node.nid(), node.managedPages() << 12);
            for (NodeSpec to : spec.nodes()) {
                facts.distances.put(node.nid(), to.nid(), spec.distance(node.nid(), to.nid()));
            }
        }
        return facts.build();
    }
}
