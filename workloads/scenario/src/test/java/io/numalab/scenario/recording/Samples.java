package io.numalab.scenario.recording;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** The recordings among the test resources. */
public final class Samples {
    private Samples() {
    }

    /** The bytes of a recording. @param name without ending */
    public static byte[] bytes(String name) throws IOException {
        String path = "/io/numalab/scenario/recordings/" + name + ".json.gz";
        try (InputStream stream = new GZIPInputStream(Samples.class.getResourceAsStream(path))) {
            return stream.readAllBytes();
        }
    }

    static Recording recording(String name) throws IOException {
        return Recording.parse(name, bytes(name));
    }
}
