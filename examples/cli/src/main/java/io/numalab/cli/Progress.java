package io.numalab.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Locale;

/** One line on a terminal that tells how far a long run is; silent where nobody watches. One thread only. */
final class Progress implements AutoCloseable {
    private static final String CLEAR = "\r\u001b[K";

    private final PrintWriter terminal;

    private Progress(PrintWriter terminal) {
        this.terminal = terminal;
    }

    /** Progress on stderr if that is a terminal. */
    static Progress on(PrintWriter err) {
        return new Progress(isTerminal(System.console()) ? err : null);
    }

    // From JDK 22 on there is a console without a terminal too, which says so in a method that 17 does not have.
    private static boolean isTerminal(Console console) {
        if (console == null) {
            return false;
        }
        try {
            return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException olderJdk) {
            return true;
        }
    }

    /** Replaces the line. */
    void show(String text) {
        if (terminal != null) {
            terminal.print(CLEAR + "numalab: " + text);
            terminal.flush();
        }
    }

    /** Replaces the line by {@code what: done of all}. */
    void show(String what, int done, int all) {
        show(String.format(Locale.ROOT, "%s: %d of %d", what, done, all));
    }

    /** Removes the line. */
    @Override
    public void close() {
        if (terminal != null) {
            terminal.print(CLEAR);
            terminal.flush();
        }
    }
}
