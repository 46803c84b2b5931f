package io.numalab.scenario.topology;

import io.numalab.scenario.language.SourcePosition;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of the folder {@code devices/system/node} by their path below it: from a folder, live or copied, or from
 * one text of {@code ==> path <==} blocks as {@code tail -n +1} writes it.
 */
final class SysfsFiles {
    private static final List<String> PLACES =
            List.of("", "devices/system/node", "sys/devices/system/node", "system/node", "node");
    private static final Pattern NODE = Pattern.compile("node[0-9]{1,9}");
    private static final Pattern BLOCK = Pattern.compile("\\s*==> (\\S{1,4096}) <==\\s*");
    private static final Pattern BELOW = Pattern.compile("(?:.*/)?(node[0-9]{1,9}/.+|online)");
    private static final List<String> OF_NODE = List.of("cpulist", "cpumap", "distance", "meminfo");
    private static final int ENTRIES_MAX = 100_000;

    private final String source;
    private final Map<String, List<TextLine>> files = new TreeMap<>();

    private SysfsFiles(String source) {
        this.source = source;
    }

    static boolean recognises(TextLine line) {
        return BLOCK.matcher(line.text()).matches();
    }

    /** The name that errors give. */
    String source() {
        return source;
    }

    /** The lines of a file, or null if there is no such file; an empty file has none. */
    List<TextLine> lines(String path) {
        return files.get(path);
    }

    /** The paths below the folder. */
    Iterable<String> paths() {
        return files.keySet();
    }

    static SysfsFiles ofText(TopologyText text) {
        SysfsFiles files = new SysfsFiles(text.file());
        List<TextLine> current = null;
        for (TextLine line = text.next(); line != null; line = text.next()) {
            Matcher block = BLOCK.matcher(line.text());
            if (block.matches()) {
                current = new ArrayList<>();
                Matcher below = BELOW.matcher(block.group(1));
                if (below.matches() && files.files.putIfAbsent(below.group(1), current) != null) {
                    throw line.wrong("each file once");
                }
            } else if (current != null && !line.isBlank()) {
                current.add(line);
            }
        }
        return files;
    }

    /**
     * Reads a folder.
     *
     * @return null if nothing like the node folder of sysfs is in it
     * @throws IOException if a file cannot be read
     */
    static SysfsFiles ofFolder(Path folder) throws IOException {
        for (String place : PLACES) {
            Path node = folder.resolve(place);
            if (Files.isDirectory(node) && !nodes(node).isEmpty()) {
                return new SysfsFiles(folder.toString()).add(node);
            }
        }
        return null;
    }

    private static List<Path> nodes(Path folder) throws IOException {
        List<Path> nodes = new ArrayList<>();
        int entries = 0;
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            for (Path path : stream) {
                if (++entries > ENTRIES_MAX) {
                    throw new TopologyException(new SourcePosition(folder.toString(), 0, 0),
                            "at most " + ENTRIES_MAX + " entries", "more");
                }
                if (NODE.matcher(path.getFileName().toString()).matches() && Files.isDirectory(path)) {
                    nodes.add(path);
                }
            }
        }
        return nodes;
    }

    private SysfsFiles add(Path folder) throws IOException {
        addFile("online", folder.resolve("online"));
        for (Path node : nodes(folder)) {
            String name = node.getFileName().toString();
            for (String file : OF_NODE) {
                addFile(name + "/" + file, node.resolve(file));
            }
            for (String access : HmatAttributes.CLASSES) {
                Path initiators = node.resolve(access).resolve("initiators");
                if (Files.isDirectory(initiators)) {
                    for (String file : HmatAttributes.FILES) {
                        addFile(name + "/" + access + "/initiators/" + file, initiators.resolve(file));
                    }
                    for (Path initiator : nodes(initiators)) {
                        files.put(name + "/" + access + "/initiators/" + initiator.getFileName(), List.of());
                    }
                }
            }
        }
        return this;
    }

    private void addFile(String path, Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return;
        }
        TopologyText text = TopologyText.read(file);
        List<TextLine> lines = new ArrayList<>();
        for (TextLine line = text.next(); line != null; line = text.next()) {
            if (!line.isBlank()) {
                lines.add(line);
            }
        }
        files.put(path, lines);
    }
}
