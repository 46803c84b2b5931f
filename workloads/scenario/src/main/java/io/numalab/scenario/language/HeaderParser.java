package io.numalab.scenario.language;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Reads the lines with {@code @} other than {@code @param}. Variables count in sizes only. */
final class HeaderParser {
    private static final String KEYS =
            "@title, @tags, @kernel, @node, @distance, @swap, @append, @machine, @hmat, @optional, @file or @param";
    private static final int DISTANCE_MIN = 10;
    private static final int DISTANCE_MAX = 255;

    private final String file;
    private final Variables variables;
    private final TreeSet<String> seen = new TreeSet<>();
    private final List<NodeLine> nodes = new ArrayList<>();
    private final TreeSet<Integer> cpus = new TreeSet<>();
    private final List<String> hmat = new ArrayList<>();
    private final List<FileLine> files = new ArrayList<>();
    private final List<String> tags = new ArrayList<>();
    private String title = "";
    private String kernel = ScenarioHeader.KERNELS.get(0);
    private String append = "";
    private String machine = "pc";
    private long swapBytes;
    private boolean optional;
    private SourceLine distance;

    HeaderParser(String file, Variables variables) {
        this.file = file;
        this.variables = variables;
    }

    /** Takes one line that starts with {@code @}. */
    void line(SourceLine line) {
        Words words = new Words(file, line, null);
        String key = words.word(KEYS);
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
            case "@machine" -> machine = words.rest("a qemu machine");
            case "@hmat" -> hmat.add(words.rest("a qemu option"));
            case "@optional" -> optional = choice(words, List.of("yes", "no")).equals("yes");
            case "@file" -> file(sizes(line));
            default -> throw words.wrong(KEYS);
        }
    }

    /** The header. @throws ScenarioException if what was read does not fit together */
    ScenarioHeader header() {
        if (nodes.isEmpty()) {
            throw new ScenarioException(new SourcePosition(file, 1, 1), "at least one @node line", "none");
        }
        return new ScenarioHeader(title, tags, kernel, nodes, distances(), swapBytes, append, machine, hmat, optional,
                files);
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
        List<Integer> list = List.of();
        if (words.hasNext()) {
            list = words.cpuList(words.word("cpus=LIST"), "cpus=");
        }
        for (int cpu : list) {
            if (!cpus.add(cpu)) {
                throw words.wrong("CPUs that no other node has");
            }
        }
        words.end();
        nodes.add(new NodeLine(bytes, list));
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
