package io.numalab.tck;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes the case of a finding to a file that {@code numalab run} replays. */
final class Reproduction {
    private static final Path FOLDER = Path.of("target", "numalab-tck");

    private Reproduction() {}

    /** The message of a failed test: the rule, what was seen, and how to see it again. */
    static String message(Subject subject, Finding finding, long seed) {
        StringBuilder text = new StringBuilder()
                .append(finding.rule()).append("\npolicy ").append(subject).append(": ").append(finding.seen());
        if (finding.scenario() != null) {
            Path file = write(subject, finding);
            text.append("\nthe smallest case found is ").append(file.toString().replace('\\', '/'))
                    .append("\nagain: numalab run --check --plugin-path target/classes ")
                    .append(file.toString().replace('\\', '/'));
        }
        return text.append("\nthe same cases: -Dnumalab.tck.seed=").append(seed).toString();
    }

    /** Lists what became of each rule. @param outcomes a line each */
    static void writeOutcomes(Subject subject, List<String> outcomes) {
        write(subject + ".txt", String.join("\n", outcomes) + "\n");
    }

    private static Path write(Subject subject, Finding finding) {
        String comment = "# " + finding.rule() + "\n# policy " + subject + ": "
                + finding.seen().replaceAll("\\s+", " ") + "\n";
        return write(subject + "-" + finding.rule().name() + ".scn", comment + finding.scenario().text());
    }

    private static Path write(String name, String text) {
        Path file = FOLDER.resolve(name.replace(' ', '-'));
        try {
            Files.createDirectories(FOLDER);
            Files.writeString(file, text);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
        return file;
    }
}
