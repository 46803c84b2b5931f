package io.numalab.machine;

/** Something that Linux has and this engine does not model; the message names it. */
public final class UnsupportedSettingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message what is not modelled, one line */
    public UnsupportedSettingException(String message) {
        super(message);
    }
}
