package io.numalab.tck;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

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
                    .append("\nagain: java -cp numalab.jar:YOUR.jar io.numalab.cli.Numalab run --check ")
                    .append(file.toString().replace('\\', '/'));
        }
        return text.append("\nthe same cases: -Dnumalab.tck.seed=").append(seed).toString();
    }

    private static Path write(Subject subject, Finding finding) {
        String name = (subject + "-" + finding.rule().name()).replace(' ', '-');
        Path file = FOLDER.resolve(name + ".scn");
        String comment = "# " + finding.rule() + "\n# policy " + subject + ": "
                + finding.seen().replaceAll("\\s+", " ") + "\n";
        try {
            Files.createDirectories(FOLDER);
            Files.writeString(file, comment + finding.scenario().text());
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
        return file;
    }
}
