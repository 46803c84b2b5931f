package io.numalab.scenario.topology;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Reads the matrices of Intel's Memory Latency Checker: idle latencies in ns and bandwidths between nodes in MB/s. A
 * node without a row has no CPUs; how much memory a node has, it does not say.
 */
final class MlcReader {
    private static final String FORMAT = "Intel MLC";
    private static final Pattern HEAD = Pattern.compile("\\s*Numa node\\s+[0-9][0-9\\s]*", Pattern.CASE_INSENSITIVE);
    private static final Pattern ROW = Pattern.compile("\\s*[0-9]{1,9}\\s+[-0-9.].*");
    private static final String HEAD_WORDS = "numa node";
    private static final String UNKNOWN = "-";

    private final TopologyText text;
    private final TopologyFacts facts;
    private final List<Integer> columns = new ArrayList<>();
    private final BitSet withCpus = new BitSet();
    private final BitSet rows = new BitSet();
    private NodeMatrix.Builder matrix;
    /** A row that ended before its last column: only the end of the text may cut one. */
    private TopologyException cut;

    MlcReader(TopologyText text) {
        this.text = text;
        facts = new TopologyFacts(text.file(), FORMAT);
        matrix = facts.latencies;
    }

    static boolean recognises(TextLine line) {
        return line.text().startsWith("Intel(R) Memory Latency Checker") || HEAD.matcher(line.text()).matches()
                || line.text().startsWith("Measuring ");
    }

    Topology read() {
        for (TextLine line = text.next(); line != null; line = text.next()) {
            if (!line.saysNothing()) {
                line(line);
            } else if (line.isBlank()) {
                columns.clear();
            }
        }
        if (facts.nids().isEmpty()) {
            throw text.missing("a matrix that begins with \"Numa node 0 1\"");
        }
        for (int nid : facts.nids()) {
            if (!withCpus.get(nid)) {
                facts.cpus(nid, new BitSet());
            }
        }
        return facts.build();
    }

    private void line(TextLine line) {
        String lower = line.text().toLowerCase(Locale.ROOT);
        if (HEAD.matcher(line.text()).matches()) {
            columns.clear();
            rows.clear();
            line.words(lower.indexOf(HEAD_WORDS) + HEAD_WORDS.length())
                    .forEach(word -> columns.add(facts.column(columns, word)));
        } else if (!columns.isEmpty() && ROW.matcher(line.text()).matches()) {
            row(line);
        } else if (!lower.strip().equals(HEAD_WORDS)) {
            columns.clear();
            if (lower.contains("bandwidth")) {
                matrix = facts.bandwidths;
            } else if (lower.contains("idle latencies")) {
                matrix = facts.latencies;
            }
        }
    }

    private void row(TextLine line) {
        if (cut != null) {
            throw cut;
        }
        List<TextWord> words = line.words();
        int from = TopologyFacts.nid(words.get(0));
        if (rows.get(from)) {
            throw words.get(0).wrong("each row once");
        }
        rows.set(from);
        withCpus.set(from);
        facts.node(from);
        if (words.size() > columns.size() + 1) {
            throw words.get(columns.size() + 1).wrong(columns.size() + " values for node " + from);
        }
        for (int i = 1; i < words.size(); i++) {
            if (!words.get(i).text().equals(UNKNOWN)) {
                double value = words.get(i).decimal("a value");
                if (value <= 0 || value > 1e9) {
                    throw words.get(i).wrong("a value from 0 to 1000000000");
                }
                matrix.put(from, columns.get(i - 1), value);
            }
        }
        if (words.size() <= columns.size()) {
            cut = line.wrong(columns.size() + " values for node " + from);
            facts.notes.add("the text ends in the row of node " + from + ": " + (words.size() - 1) + " of "
                    + columns.size() + " values");
        }
    }
}
