package io.numalab.scenario.topology;

import io.numalab.scenario.language.ScenarioException;
import io.numalab.scenario.language.SourcePosition;

/**
 * A description of a machine that cannot be understood. The message is one line:
 * {@code file:line:column: expected ..., got ...}.
 */
public class TopologyException extends ScenarioException {
    private static final long serialVersionUID = 1L;

    /**
     * A text that is not what its format asks for.
     *
     * @param expected what would have been right, with range or choices
     * @param got the offending text; shortened and made printable in the message
     */
    public TopologyException(SourcePosition position, String expected, String got) {
        super(position, expected, got);
    }

    /** What a whole source lacks. */
    TopologyException(String source, String complaint) {
        super(new SourcePosition(source, 0, 0), complaint);
    }
}
