package io.numalab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThreadCommandTest {
    @TempDir
    private Path folder;

    @Test
    void shouldAnswerWithAFigureAndItsAssumptions() throws IOException {
        Path html = folder.resolve("thread.html");
        CliRun run = CliRun.of("thread", "--published-scale", "1/256", "--only", "Q9,Q7", "--html", html);
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().contains(
                "numalab thread --scale 1/64 --published-scale 1/256 --only Q9,Q7 --seed 1"), run.out());
        String page = Files.readString(html);
        for (String question : List.of("Q7: have remote", "Q9: how does binding")) {
            assertTrue(run.out().contains("\n" + question), question);
            assertTrue(page.contains(question), question);
        }
        assertEquals(2, run.out().split("\n  \\[preset").length - 1, run.out());
        assertTrue(run.out().contains("\n  assumed: "), run.out());
        assertEquals(2, Pattern.compile("<figure class=\"chart\"").matcher(page).results().count());
    }

    @Test
    void shouldRefuseAQuestionItDoesNotKnow() {
        CliRun run = CliRun.of("thread", "--only", "Q3");
        assertEquals(2, run.status());
        assertTrue(run.err().startsWith("numalab: Q3: expected some of latency, spark, "), run.err());
    }

    @Test
    void shouldNameTheOptionThatIsNoFactor() {
        CliRun run = CliRun.of("thread", "--published-scale", "all");
        assertEquals(2, run.status());
        assertEquals("numalab: --published-scale all: expected a number such as 0.25 or 1/16\n", run.err());
    }
}
