package io.numalab.benchmarks;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.openjdk.jmh.Main;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/** The runnable jar: {@code ratios}, {@code cores}, {@code heap}, or whatever JMH's own command line understands. */
public final class Benchmarks {
    private static final int ROUNDS = 3;
    private static final int HEAP_NODE_MEBIBYTES = 4096;

    private Benchmarks() {
    }

    /**
     * Measures.
     *
     * <ul>
     *   <li>{@code ratios SUBJECT,SUBJECT,... [JMH OPTIONS]}: {@link Ratios}
     *   <li>{@code cores [NODES [SIMULATIONS]]}: {@link Cores}
     *   <li>{@code heap}: {@link HeapTable}
     *   <li>else: JMH
     * </ul>
     */
    public static void main(String... arguments) throws Exception {
        String what = arguments.length == 0 ? "" : arguments[0];
        switch (what) {
            case "ratios" -> ratios(arguments);
            case "cores" -> {
                String nodes = arguments.length > 1 ? arguments[1] : "2x8GiB";
                int simulations = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 4;
                new Cores(nodes, simulations).compare(Runtime.getRuntime().availableProcessors(), ROUNDS);
            }
            case "heap" -> HeapTable.lines(HEAP_NODE_MEBIBYTES).forEach(System.out::println);
            default -> jmh(arguments);
        }
    }

    private static void ratios(String... arguments) throws Exception {
        if (arguments.length < 2) {
            throw new IllegalArgumentException("ratios: expected subjects such as numalab,bitset and JMH's options");
        }
        Ratios ratios = new Ratios();
        String[] options = Arrays.copyOfRange(arguments, 2, arguments.length);
        ratios.run(new CommandLineOptions(options), List.of(arguments[1].split(",")), ROUNDS);
        ratios.lines().forEach(System.out::println);
    }

    private static void jmh(String... arguments) throws IOException {
        Main.main(arguments);
    }
}
