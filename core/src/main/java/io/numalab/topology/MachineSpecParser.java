package io.numalab.topology;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Reads the short text of {@link MachineSpec#parse}. */
final class MachineSpecParser {

    private static final String EXPECTED = "expected COUNTxSIZE[/CPUS][+...][:DISTANCES] such as 2x125GiB,"
            + " 2x64G/16+1x128G/0 or 4x32GiB:10,12,20,22";
    private static final Pattern GROUP =
            Pattern.compile("([0-9]{1,4})x([0-9]{1,9}(?:\\.[0-9]{1,9})?)([KMGT])(?:i?B)?(?:/([0-9]{1,4}))?");
    private static final Pattern DISTANCE = Pattern.compile("[0-9]{1,4}");
    private static final String UNITS = "KMGT";

    private final String text;
    private final MachineSpec.Builder builder = MachineSpec.builder();
    private int nodeCount;
    private int cpuCount;

    MachineSpecParser(String text) {
        this.text = text;
    }

    MachineSpec parse() {
        int colon = text.indexOf(':');
        for (String group : (colon < 0 ? text : text.substring(0, colon)).split("\\+", -1)) {
            addNodes(group);
        }
        if (colon >= 0) {
            builder.distances(distances(text.substring(colon + 1).split("/", -1)));
        }
        return builder.build();
    }

    private void addNodes(String group) {
        Matcher matcher = GROUP.matcher(group);
        if (!matcher.matches()) {
            throw error("\"" + group + "\" is no group of nodes");
        }
        BigDecimal unit = BigDecimal.valueOf(1L << 10 * (UNITS.indexOf(matcher.group(3)) + 1));
        BigDecimal bytes = new BigDecimal(matcher.group(2)).multiply(unit).setScale(0, RoundingMode.DOWN);
        long limit = MachineSpec.FRAMES_MAX + 1 << 12;
        int cpus = matcher.group(4) == null ? 1 : Integer.parseInt(matcher.group(4));
        for (int count = Integer.parseInt(matcher.group(1)); count > 0; count--) {
            int[] own = IntStream.range(cpuCount, cpuCount + cpus).toArray();
            if (bytes.signum() == 0) {
                builder.memorylessNode(own);
            } else {
                builder.node(bytes.min(BigDecimal.valueOf(limit)).longValueExact(), own);
            }
            nodeCount++;
            cpuCount += cpus;
        }
    }

    private int[][] distances(String[] rows) {
        int[][] table = new int[rows.length][];
        for (int from = 0; from < rows.length; from++) {
            String[] row = rows[from].split(",", -1);
            if (!Arrays.stream(row).allMatch(DISTANCE.asMatchPredicate())) {
                throw error("\"" + rows[from] + "\" is no row of distances");
            }
            table[from] = Arrays.stream(row).mapToInt(Integer::parseInt).toArray();
        }
        if (rows.length > 1 || nodeCount == 1) {
            return table;
        }
        int length = table[0].length;
        if (length != 2 && (length != nodeCount || Integer.bitCount(nodeCount) != 1)) {
            throw error("one row of " + length + " distances for " + nodeCount + " nodes: expected 2 (local,remote),"
                    + " or " + nodeCount + " rows separated by /, or one row of 4, 8, ... for as many nodes");
        }
        return MachineSpecChecks.table(table[0], nodeCount);
    }

    private IllegalArgumentException error(String what) {
        return new IllegalArgumentException("machine \"" + text + "\": " + what + "; " + EXPECTED);
    }
}
