package io.numalab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every public part of the SPI is documented, with each parameter and result: the build asks of all code that its
 * documentation be right, of this package that it be complete.
 */
class DocumentationTest {
    private static final Path SPI = TidyTest.root().resolve("core/src/main/java/io/numalab/spi");

    @Test
    void shouldDocumentAllOfTheSpi(@TempDir Path classes) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "-Xdoclint:all/protected", "-Xmaxwarns", "1000", "-proc:none", "-d", classes.toString()));
        try (Stream<Path> files = Files.list(SPI)) {
            files.sorted().map(Path::toString).forEach(arguments::add);
        }
        StringWriter complaints = new StringWriter();
        PrintWriter printer = new PrintWriter(complaints);
        ToolProvider javac = ToolProvider.findFirst("javac").orElseThrow();
        int status = javac.run(printer, printer, arguments.toArray(String[]::new));
        assertEquals("", complaints.toString());
        assertEquals(0, status);
    }
}
