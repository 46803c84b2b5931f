package io.numalab.cli;

import io.numalab.scenario.language.ScenarioException;
import io.numalab.scenario.recording.RecordingException;
import io.numalab.spi.PolicyException;
import java.util.function.Supplier;

/** Puts the name of the file at fault before complaints that cannot know it. */
final class NamedFile {

    private NamedFile() {
    }

    /**
     * Does something with what a file says.
     *
     * @throws IllegalArgumentException what the action throws, with the name of the file
     */
    static <T> T in(String file, Supplier<T> action) {
        try {
            return action.get();
        } catch (ScenarioException | RecordingException | PolicyException named) {
            throw named;
        } catch (IllegalArgumentException problem) {
            throw new IllegalArgumentException(file + ": " + problem.getMessage(), problem);
        }
    }
}
