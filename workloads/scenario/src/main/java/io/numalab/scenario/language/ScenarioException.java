package io.numalab.scenario.language;

/**
 * A scenario that cannot be understood. The message is one line:
 * {@code file:line:column: expected ..., got ...}.
 */
public class ScenarioException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;
    private static final int QUOTED_MAX = 60;

    private final transient SourcePosition position;

    /**
     * A text that is not what the grammar asks for.
     *
     * @param expected what would have been right, with range or choices
     * @param got the offending text; shortened and made printable in the message
     */
    public ScenarioException(SourcePosition position, String expected, String got) {
        this(position, "expected " + expected + ", got " + printable(got));
    }

    /** Any other one-line complaint about a place in a scenario. */
    public ScenarioException(SourcePosition position, String complaint) {
        super(position + ": " + complaint);
        this.position = position;
    }

    /** The place; null after deserialisation. */
    public SourcePosition position() {
        return position;
    }

    /** A text fit for one line of a terminal: control characters replaced, at most 60 characters. */
    public static String printable(String text) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < text.length() && i < QUOTED_MAX; i++) {
            char c = text.charAt(i);
            line.append(c < ' ' || c == 0x7f ? '?' : c);
        }
        return text.length() > QUOTED_MAX ? line + "..." : line.toString();
    }
}
