package io.numalab.spi;

/**
 * A policy that was asked for cannot be had: unknown or duplicate name, broken provider, wrong SPI version, a parameter
 * that is unknown, malformed or out of range. The message is one line that names the offending value and the choices.
 */
public final class PolicyException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the error.
     *
     * @param message one line: what was asked for, what is wrong, what to do
     */
    public PolicyException(String message) {
        super(message);
    }

    /**
     * Creates the error with what a provider threw.
     *
     * @param message one line, as above
     * @param cause what was thrown
     */
    public PolicyException(String message, Throwable cause) {
        super(message, cause);
    }
}
