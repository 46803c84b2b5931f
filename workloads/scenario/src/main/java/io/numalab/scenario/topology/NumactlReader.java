package io.numalab.scenario.topology;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what {@code numactl --hardware} prints, with {@code --cpu-compress} too, out of a mail too: lines that were
 * wrapped are joined, what stands before the first line of it and behind a complete table of distances is skipped.
 */
final class NumactlReader {
    private static final String FORMAT = "numactl --hardware";
    private static final Pattern AVAILABLE = Pattern.compile("\\s*available:\\s+([0-9]{1,4}) nodes? \\((.*)\\)\\s*");
    private static final Pattern NODE = Pattern.compile("\\s*node\\s+([0-9]{1,9})\\s+(cpus|size|free):");
    private static final Pattern HEAD = Pattern.compile("\\s*node\\s+[0-9][0-9\\s]*");
    private static final Pattern ROW = Pattern.compile("\\s*([0-9]{1,9}):");
    private static final Pattern NUMBERS = Pattern.compile("[\\s,()-]*+[0-9][0-9\\s,()-]*+");
    private static final String EXPECTED = "a line such as \"node 0 cpus: 0 1\", \"node 0 size: 1000 MB\","
            + " \"node distances:\" or a row of distances";

    private final TopologyText text;
    private final TopologyFacts facts;
    private final List<Integer> columns = new ArrayList<>();
    private final BitSet available = new BitSet();
    private final BitSet rows = new BitSet();
    private boolean begun;
    private boolean inDistances;
    /** The node whose CPUs the last line listed, or -1. */
    private int listed = -1;
    private final BitSet cpus = new BitSet();
    /** The row of distances that the last line belongs to, and how many of it are read. */
    private int from = -1;
    private int read;

    NumactlReader(TopologyText text) {
        this.text = text;
        facts = new TopologyFacts(text.file(), FORMAT);
    }

    static boolean recognises(TextLine line) {
        return AVAILABLE.matcher(line.text()).matches() || NODE.matcher(line.text()).lookingAt()
                || line.text().strip().equals("node distances:")
                || line.text().startsWith("No NUMA ");
    }

    Topology read() {
        for (TextLine line = text.next(); line != null; line = text.next()) {
            if (!line.saysNothing() && !line(line)) {
                break;
            }
        }
        close();
        if (from >= 0 && read < columns.size()) {
            throw text.missing(columns.size() + " distances of node " + from);
        }
        for (int nid : columns) {
            if (!rows.get(nid)) {
                throw text.missing("a row of distances of node " + nid);
            }
        }
        for (int nid = available.nextSetBit(0); nid >= 0; nid = available.nextSetBit(nid + 1)) {
            if (!facts.nids().contains(nid)) {
                throw text.missing("node " + nid + ", which is available");
            }
        }
        return facts.build();
    }

    /** Reads a line. @return whether to go on */
    private boolean line(TextLine line) {
        Matcher node = NODE.matcher(line.text());
        if (node.lookingAt()) {
            node(line, node);
        } else if (AVAILABLE.matcher(line.text()).matches()) {
            available(line);
        } else if (line.text().strip().equals("node distances:")) {
            close();
            begun = true;
            inDistances = true;
        } else if (inDistances && columns.isEmpty() && HEAD.matcher(line.text()).matches()) {
            line.words(line.text().indexOf("node") + "node".length())
                    .forEach(word -> columns.add(facts.column(columns, word)));
        } else if (inDistances && !columns.isEmpty() && ROW.matcher(line.text()).lookingAt()) {
            row(line);
        } else if (begun && NUMBERS.matcher(line.text()).matches()) {
            goOn(line);
        } else if (inDistances && !columns.isEmpty() && rows.cardinality() == columns.size()) {
            return false;
        } else if (begun || line.text().startsWith("No NUMA ")) {
            throw line.wrong(EXPECTED);
        }
        return true;
    }

    private void available(TextLine line) {
        begun = true;
        Matcher matcher = AVAILABLE.matcher(line.text());
        matcher.matches();
        TextWord list = new TextWord(line.position(matcher.start(2)), matcher.group(2).strip());
        TopologyFacts.addCpus(available, list);
        if (available.length() - 1 > TopologyFacts.NID_MAX) {
            throw list.wrong("nodes from 0 to " + TopologyFacts.NID_MAX);
        }
        if (available.cardinality() != Integer.parseInt(matcher.group(1))) {
            throw list.wrong("a list of " + matcher.group(1) + " nodes");
        }
    }

    private void node(TextLine line, Matcher matcher) {
        begun = true;
        close();
        TextWord id = new TextWord(line.position(matcher.start(1)), matcher.group(1));
        int nid = TopologyFacts.nid(id);
        List<TextWord> words = line.words(matcher.end());
        facts.node(nid);
        switch (matcher.group(2)) {
            case "cpus" -> {
                if (facts.hasCpus(nid)) {
                    throw id.wrong("the CPUs of each node once");
                }
                listed = nid;
                cpus.clear();
                addCpus(words);
            }
            case "size" -> size(line, nid, id, words);
            default -> {
                // How much is free says nothing about the machine.
            }
        }
    }

    private void size(TextLine line, int nid, TextWord id, List<TextWord> words) {
        if (facts.hasBytes(nid)) {
            throw id.wrong("the size of each node once");
        }
        if (words.isEmpty() || words.size() > 2) {
            throw line.wrong("a size such as \"node " + nid + " size: 1000 MB\"");
        }
        if (words.get(0).text().equals("<not")) {
            return;
        }
        int shift = 20;
        if (words.size() == 2) {
            shift = switch (words.get(1).text()) {
                case "kB", "KB" -> 10;
                case "MB" -> 20;
                case "GB" -> 30;
                default -> throw words.get(1).wrong("MB");
            };
        }
        facts.bytes(nid, words.get(0).number("a size", 0, TopologyFacts.BYTES_MAX >> shift) << shift);
    }

    private void addCpus(List<TextWord> words) {
        for (TextWord word : words) {
            String part = word.text();
            if (part.startsWith("(") && part.endsWith(")")) {
                if (!part.equals("(" + cpus.cardinality() + ")")) {
                    throw word.wrong("(" + cpus.cardinality() + "), the number of CPUs before it");
                }
            } else {
                String list = part.endsWith(",") ? part.substring(0, part.length() - 1) : part;
                TopologyFacts.addCpus(cpus, new TextWord(word.position(), list));
            }
        }
    }

    /** The CPU list of a node is complete. */
    private void close() {
        if (listed >= 0) {
            facts.cpus(listed, cpus);
            listed = -1;
        }
    }

    private void row(TextLine line) {
        Matcher matcher = ROW.matcher(line.text());
        matcher.lookingAt();
        TextWord id = new TextWord(line.position(matcher.start(1)), matcher.group(1));
        int nid = TopologyFacts.nid(id);
        if (from >= 0 && read < columns.size()) {
            throw id.wrong(columns.size() + " distances of node " + from + ", of which " + read + " are here, before");
        }
        if (!columns.contains(nid) || rows.get(nid)) {
            throw id.wrong("one row for each node of " + columns);
        }
        from = nid;
        read = 0;
        rows.set(nid);
        addDistances(line.words(matcher.end()));
    }

    private void addDistances(List<TextWord> words) {
        for (TextWord word : words) {
            if (read == columns.size()) {
                throw word.wrong(columns.size() + " distances of node " + from);
            }
            facts.distance(from, columns.get(read++), word);
        }
    }

    private void goOn(TextLine line) {
        if (listed >= 0) {
            addCpus(line.words());
        } else if (from >= 0 && read < columns.size()) {
            addDistances(line.words());
        } else if (inDistances && from < 0 && !columns.isEmpty()) {
            line.words().forEach(word -> columns.add(facts.column(columns, word)));
        } else {
            throw line.wrong(EXPECTED);
        }
    }
}
