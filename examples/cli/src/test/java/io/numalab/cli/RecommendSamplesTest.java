package io.numalab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On real machines the answer can be followed: the parts add up, the steps name every candidate, the choice fits. */
class RecommendSamplesTest {
    private static final int FIRST_PART = 6;
    private static final int PARTS = 8;

    // Tests run in examples/cli.
    private static Path sample(String name) {
        Path file = Path.of(System.getProperty("numalab.samples", "../../../shared/samples")).resolve(name);
        if (!Files.isRegularFile(file)) {
            System.out.println("skipped, not found: " + file.toAbsolutePath().normalize());
        }
        Assumptions.assumeTrue(Files.isRegularFile(file), () -> "no " + file);
        return file;
    }

    @ParameterizedTest
    @CsvSource({
        "numactl/xeon-2s2n-aws-c5n18xlarge.txt, 1/256, 60G, 80G",
        "numactl/opteron6272-4n.txt, 1/64, 24G, 28G",
        "sysfs/kunpeng920-2s4n.txt, 1/256, 80G, 110G"})
    void shouldExplainItsAnswerStepByStep(String name, String scale, String anon, String cache) {
        CliRun run = CliRun.of("recommend", "--machine", sample(name), "--scale", scale, "--anon", anon, "--cache",
                cache, "--touches", "5", "--seeds", "2", "--no-search");
        assertEquals(0, run.status(), run.err());
        List<String[]> rows = rows(run.out());
        assertTrue(rows.size() >= 7, run.out());
        double least = Double.MAX_VALUE;
        for (String[] row : rows) {
            double sum = Arrays.stream(row, FIRST_PART, FIRST_PART + PARTS).mapToDouble(Double::parseDouble).sum();
            assertEquals(Double.parseDouble(row[1]), sum, 0.0005 * (PARTS + 1), String.join(" ", row));
            least = row.length == FIRST_PART + PARTS ? Math.min(least, Double.parseDouble(row[1])) : least;
            boolean named = row[0].equals("default") || run.out().contains(". " + row[0] + ": ");
            assertTrue(named, row[0] + "\n" + run.out());
        }
        String chosen = run.out().lines().filter(line -> line.startsWith("recommended: ")).findFirst().orElseThrow()
                .substring("recommended: ".length()).replaceAll("\\+/[^=]*/node", "+w");
        double total = rows.stream().filter(row -> row[0].equals(chosen)).mapToDouble(row -> Double.parseDouble(row[1]))
                .findFirst().orElseThrow();
        assertTrue(total <= least * 1.02, () -> chosen + " " + total + "\n" + run.out());
        assertTrue(run.out().lines().anyMatch(line -> line.matches("[0-9]+\\. " + Pattern.quote(chosen)
                + " (is the cheapest|changes the least).*")), run.out());
    }

    /** The rows of the ranking: setting, total, interval, change, remote share, dropped, parts, remark. */
    private static List<String[]> rows(String out) {
        List<String[]> rows = new ArrayList<>();
        boolean table = false;
        for (String line : out.lines().toList()) {
            if (table && line.isEmpty()) {
                break;
            }
            if (table) {
                // The default has no change to itself.
                List<String> cells = new ArrayList<>(List.of(line.strip().split("\\s{2,}")));
                if (cells.get(0).equals("default")) {
                    cells.add(3, "");
                }
                rows.add(cells.toArray(new String[0]));
            }
            table |= line.startsWith("setting ");
        }
        return rows;
    }
}
