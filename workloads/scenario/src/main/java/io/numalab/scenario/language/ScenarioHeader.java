package io.numalab.scenario.language;

import java.util.ArrayList;
import java.util.List;

/**
 * What the lines with {@code @} say.
 *
 * @param title one line, may be empty
 * @param tags words to find it by
 * @param kernel 6.1, 6.12 or 6.18
 * @param nodes at least one
 * @param distance SLIT rows, empty if none is given
 * @param swapBytes 0 for none
 * @param append the kernel command line to append
 * @param machine qemu's machine, {@code pc} by default
 * @param hmat raw qemu options, one per line
 * @param optional whether a recorder may leave it out
 * @param files the files that exist at the start
 * @param zones zones taken as they are, empty if they follow from the sizes of the nodes
 */
public record ScenarioHeader(
        String title, List<String> tags, String kernel, List<NodeLine> nodes, List<List<Integer>> distance,
        long swapBytes, String append, String machine, List<String> hmat, boolean optional, List<FileLine> files,
        List<ZoneLine> zones) {
    /** The kernels a scenario may ask for. */
    public static final List<String> KERNELS = List.of("6.1", "6.12", "6.18");
    /** The most nodes, as in Linux. */
    public static final int NODES_MAX = 1024;

    /** Copies the lists. */
    public ScenarioHeader {
        tags = List.copyOf(tags);
        nodes = List.copyOf(nodes);
        distance = List.copyOf(distance);
        hmat = List.copyOf(hmat);
        files = List.copyOf(files);
        zones = List.copyOf(zones);
    }

    /** The same header for another kernel. */
    ScenarioHeader onKernel(String other) {
        return new ScenarioHeader(
                title, tags, other, nodes, distance, swapBytes, append, machine, hmat, optional, files, zones);
    }

    /** The same with other nodes. @throws IllegalArgumentException if they do not fit the rest */
    public ScenarioHeader withNodes(List<NodeLine> others) {
        return new ScenarioHeader(title, tags, kernel, others, distance, swapBytes, append, machine, hmat, optional,
                files, zones);
    }

    /** The size of the swap area as a scenario spells it, {@code none} if there is none. */
    public String swapText() {
        return swapBytes == 0 ? "none" : ByteSize.format(swapBytes);
    }

    /** The canonical lines. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        addUnlessEmpty(lines, "@title ", title);
        addUnlessEmpty(lines, "@tags ", String.join(" ", tags));
        if (optional) {
            lines.add("@optional yes");
        }
        lines.add("@kernel " + kernel);
        addNodes(lines);
        if (!distance.isEmpty()) {
            List<String> rows = new ArrayList<>();
            for (List<Integer> row : distance) {
                rows.add(String.join(" ", row.stream().map(String::valueOf).toList()));
            }
            lines.add("@distance " + String.join(" / ", rows));
        }
        addUnlessEmpty(lines, "@swap ", swapBytes == 0 ? "" : swapText());
        addUnlessEmpty(lines, "@append ", append);
        addUnlessEmpty(lines, "@machine ", machine.equals("pc") ? "" : machine);
        hmat.forEach(option -> lines.add("@hmat " + option));
        files.forEach(file -> lines.add(file.text()));
        zones.forEach(zone -> lines.add(zone.text()));
        return lines;
    }

    private void addNodes(List<String> lines) {
        int next = 0;
        for (NodeLine node : nodes) {
            lines.add(node.text() + (node.nid() == next ? "" : " nid=" + node.nid()));
            next = node.nid() + 1;
        }
    }

    private static void addUnlessEmpty(List<String> lines, String key, String value) {
        if (!value.isEmpty()) {
            lines.add(key + value);
        }
    }
}
