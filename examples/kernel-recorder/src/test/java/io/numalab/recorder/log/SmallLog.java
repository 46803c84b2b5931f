package io.numalab.recorder.log;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.numalab.scenario.language.Scenario;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;

/**
 * One run of {@code small.scn} on kernel 6.1.0-54: the log as the guest program wrote it, and its steps as another
 * program reads them (the reader in Python that made the public recordings).
 */
final class SmallLog {
    private SmallLog() {
    }

    static String text() {
        return new String(unpacked("small.log.gz"), StandardCharsets.UTF_8);
    }

    static JsonNode steps() {
        try {
            return new ObjectMapper().readTree(unpacked("small.steps.json.gz"));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    static Scenario scenario() {
        try (InputStream stream = SmallLog.class.getResourceAsStream("small.scn")) {
            return Scenario.parse("small.scn", new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static byte[] unpacked(String name) {
        try (InputStream stream = new GZIPInputStream(SmallLog.class.getResourceAsStream(name))) {
            return stream.readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
