package io.numalab.cli;

import io.numalab.scenario.result.Provenance;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * What every output begins with: how to get it again. Options that only say where results go are left out, so that the
 * same simulation gives the same bytes wherever they are written.
 *
 * @param seed of the run
 * @param command the command line, quoted for a shell
 */
record Reproduction(long seed, String command) {
    /** The seed if none is given. */
    static final long SEED_DEFAULT = 1;

    private static final String PLAIN = "[A-Za-z0-9_@%+=:,./-]+";

    /** The command {@code numalab WORDS --seed SEED}. */
    static Reproduction of(long seed, List<String> words) {
        List<String> all = new ArrayList<>(words);
        all.addAll(List.of("--seed", Long.toString(seed)));
        return command(seed, all);
    }

    /** The command {@code numalab WORDS}, which has no use for a seed. */
    static Reproduction unseeded(List<String> words) {
        return command(SEED_DEFAULT, words);
    }

    private static Reproduction command(long seed, List<String> words) {
        List<String> all = new ArrayList<>(List.of("numalab"));
        all.addAll(words);
        return new Reproduction(seed, String.join(" ", all.stream().map(Reproduction::quoted).toList()));
    }

    /** For results in the recordings' schema. */
    Provenance provenance() {
        return new Provenance(Version.text(), seed, command);
    }

    /** Version, seed and command, a line each. */
    List<String> lines() {
        return List.of("numalab " + Version.text(), "seed    " + seed, "command " + command);
    }

    /** Prints the lines and an empty one. */
    void print(PrintWriter out) {
        lines().forEach(line -> out.print(line + "\n"));
        out.print("\n");
    }

    private static String quoted(String word) {
        return word.matches(PLAIN) ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
