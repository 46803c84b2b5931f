package io.numalab.scenario.language;

import io.numalab.spi.ZoneType;
import io.numalab.topology.BootState;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Reads the lines with {@code @} other than {@code @param}, and {@code sim zone}. Variables count in sizes only. */
final class HeaderParser {
    private static final String KEYS =
            "@title, @tags, @kernel, @node, @distance, @swap, @append, @machine, @hmat, @optional, @file or @param";
    private static final int DISTANCE_MIN = 10;
    private static final int DISTANCE_MAX = 255;

    private final String file;
    private final Variables variables;
    private final ScenarioHeader machine;
    private final TreeSet<String> seen = new TreeSet<>();
    private final List<NodeLine> nodes = new ArrayList<>();
    private final TreeSet<Integer> cpus = new TreeSet<>();
    private final List<String> hmat = new ArrayList<>();
    private final List<FileLine> files = new ArrayList<>();
    private final List<String> tags = new ArrayList<>();
    private final List<ZoneLine> zones = new ArrayList<>();
    private String title = "";
    private String kernel = ScenarioHeader.KERNELS.get(0);
    private String append = "";
    private String qemuMachine = "pc";
    private long swapBytes;
    private boolean optional;
    private SourceLine distance;

    /** @param machine whose nodes, distances, zones and HMAT take the place of those that are read, or null */
    HeaderParser(String file, Variables variables, ScenarioHeader machine) {
        this.file = file;
        this.variables = variables;
        this.machine = machine;
    }

    /** Takes one line that starts with {@code @} or {@code sim zone}. */
    void line(SourceLine line) {
        Words words = new Words(file, line, null);
        String key = words.word(KEYS);
        if (key.equals("sim")) {
            zone(words);
            return;
        }
        boolean again = key.equals("@node") || key.equals("@hmat") || key.equals("@file");
        if (!again && !seen.add(key)) {
            throw words.wrong("each " + key + " once");
        }
        switch (key) {
            case "@title" -> title = text(words);
            case "@tags" -> addTags(words);
            case "@kernel" -> kernel = choice(words, ScenarioHeader.KERNELS);
            case "@node" -> node(sizes(line));
            case "@distance" -> distance = line;
            case "@swap" -> swap(sizes(line));
            case "@append" -> append = text(words);
            case "@machine" -> qemuMachine = words.rest("a qemu machine");
            case "@hmat" -> hmat.add(words.rest("a qemu option"));
            case "@optional" -> optional = choice(words, List.of("yes", "no")).equals("yes");
            case "@file" -> file(sizes(line));
            default -> throw words.wrong(KEYS);
        }
    }

    /** The header. @throws ScenarioException if what was read does not fit together */
    ScenarioHeader header() {
        if (machine != null) {
            return header(scaledNodes(), machine.distance(), machine.hmat(), machine.zones());
        }
        if (nodes.isEmpty()) {
            throw new ScenarioException(new SourcePosition(file, 1, 1), "at least one @node line", "none");
        }
        return header(nodes, distances(), hmat, zones);
    }

    // At another scale the zones follow from the sizes again: marks do not shrink with memory.
    private ScenarioHeader header(
            List<NodeLine> nodeLines, List<List<Integer>> rows, List<String> hmatOptions, List<ZoneLine> zoneLines) {
        return new ScenarioHeader(title, tags, kernel, nodeLines, rows, swapBytes, append, qemuMachine, hmatOptions,
                optional, files, variables.variation().scale() == 1 ? zoneLines : List.of());
    }

    private List<NodeLine> scaledNodes() {
        List<NodeLine> scaled = new ArrayList<>();
        for (NodeLine node : machine.nodes()) {
            long bytes = variables.variation().bytes(node.bytes());
            if (isTooSmall(bytes)) {
                throw new ScenarioException(new SourcePosition(file, 0, 0), tooSmall(bytes), node.text());
            }
            scaled.add(new NodeLine(node.nid(), bytes, node.cpus()));
        }
        return scaled;
    }

    private boolean isTooSmall(long bytes) {
        return variables.variation().scale() != 1 && bytes > 0 && bytes < Variation.NODE_BYTES_MIN;
    }

    private String tooSmall(long bytes) {
        return "a node of at least " + ByteSize.format(Variation.NODE_BYTES_MIN) + " at scale "
                + variables.variation().scale() + ", where this has " + bytes / (1L << 20) + "M";
    }

    private Words sizes(SourceLine line) {
        Words words = new Words(file, line, variables);
        words.word(KEYS);
        return words;
    }

    private static String text(Words words) {
        return words.hasNext() ? words.rest("") : "";
    }

    private void addTags(Words words) {
        while (words.hasNext()) {
            tags.add(words.word("a tag"));
        }
    }

    private static String choice(Words words, List<String> choices) {
        String expected = String.join(" or ", choices);
        if (!choices.contains(words.word(expected))) {
            throw words.wrong(expected);
        }
        String chosen = words.last();
        words.end();
        return chosen;
    }

    private void node(Words words) {
        if (nodes.size() == ScenarioHeader.NODES_MAX) {
            throw words.wrong("at most " + ScenarioHeader.NODES_MAX + " nodes");
        }
        long bytes = words.size("memory of the node");
        if (machine == null && isTooSmall(bytes)) {
            throw words.wrong(tooSmall(bytes));
        }
        List<Integer> list = List.of();
        if (words.peek().startsWith("cpus=")) {
            list = words.cpuList(words.word("cpus=LIST"), "cpus=");
        }
        for (int cpu : list) {
            if (!cpus.add(cpu)) {
                throw words.wrong("CPUs that no other node has");
            }
        }
        int nid = nodes.isEmpty() ? 0 : nodes.get(nodes.size() - 1).nid() + 1;
        if (words.hasNext()) {
            nid = (int) words.setting("nid", nid, ScenarioHeader.NODES_MAX - 1);
        } else if (nid >= ScenarioHeader.NODES_MAX) {
            throw words.wrong("node ids up to " + (ScenarioHeader.NODES_MAX - 1));
        }
        words.end();
        nodes.add(new NodeLine(nid, bytes, list));
    }

    private void zone(Words words) {
        words.word("zone");
        int nid = (int) words.number("a node", 0, ScenarioHeader.NODES_MAX - 1);
        ZoneType type;
        try {
            type = ZoneType.ofKernelName(words.word("DMA, DMA32, Normal or Movable"));
        } catch (IllegalArgumentException unknown) {
            throw words.wrong("DMA, DMA32, Normal or Movable");
        }
        if (zones.stream().anyMatch(known -> known.zone().nid() == nid && known.zone().type() == type)) {
            throw words.wrong("each zone of a node once");
        }
        long start = words.setting("start", 0, Long.MAX_VALUE);
        int managed = (int) words.setting("managed", 0, Integer.MAX_VALUE);
        int min = (int) words.setting("min", 0, Integer.MAX_VALUE);
        int low = (int) words.setting("low", min, Integer.MAX_VALUE);
        int high = (int) words.setting("high", low, Integer.MAX_VALUE);
        List<Integer> protection = words.numbers("protection", Integer.MAX_VALUE);
        words.end();
        zones.add(new ZoneLine(start, new BootState.ZoneBoot(
                nid, type, managed, managed, managed, 0, min, low, high, protection)));
    }

    private void swap(Words words) {
        if (!words.skip("none")) {
            swapBytes = words.size("swap");
        }
        words.end();
    }

    private void file(Words words) {
        String name = words.name("the name of a file");
        if (files.stream().anyMatch(known -> known.name().equals(name))) {
            throw words.wrong("a file that is not declared yet");
        }
        files.add(new FileLine(name, words.size("length of the file")));
        words.end();
    }

    private List<List<Integer>> distances() {
        List<List<Integer>> rows = new ArrayList<>();
        if (distance == null) {
            return rows;
        }
        Words words = new Words(file, new SourceLine(distance.number(), distance.text().replace("/", " / ")), null);
        words.word(KEYS);
        while (words.hasNext()) {
            List<Integer> row = new ArrayList<>();
            while (words.hasNext() && !words.peek().equals("/")) {
                row.add((int) words.number("a distance", DISTANCE_MIN, DISTANCE_MAX));
            }
            rows.add(List.copyOf(row));
            if (row.size() != nodes.size() || rows.size() > nodes.size()) {
                throw words.wrong(nodes.size() + " rows of " + nodes.size() + " distances, one row for each @node");
            }
            if (row.get(rows.size() - 1) != DISTANCE_MIN) {
                throw words.wrong(DISTANCE_MIN + " as the distance of node " + (rows.size() - 1) + " to itself");
            }
            words.skip("/");
        }
        if (rows.size() != nodes.size()) {
            throw words.wrong(nodes.size() + " rows of distances, one for each @node");
        }
        return rows;
    }
}
