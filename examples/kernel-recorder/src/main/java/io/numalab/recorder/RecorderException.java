package io.numalab.recorder;

/**
 * A recording that cannot be made: a tool is missing, or the scenario asks for what the virtual machine cannot do. The
 * message is one line and says what to do.
 */
public class RecorderException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** A reason of one line. */
    public RecorderException(String reason) {
        super(reason);
    }
}
