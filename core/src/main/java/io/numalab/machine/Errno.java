package io.numalab.machine;

/** The error numbers a simulated system call returns, negated. */
final class Errno {
    static final int NOENT = -2;
    static final int AGAIN = -11;
    static final int NOMEM = -12;
    static final int INVAL = -22;

    private Errno() {}
}
