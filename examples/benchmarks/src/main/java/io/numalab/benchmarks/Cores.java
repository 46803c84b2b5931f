package io.numalab.benchmarks;

import io.numalab.scenario.parallel.Simulation;
import io.numalab.scenario.parallel.SimulationRunner;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Independent simulations a second on n threads of one JVM against as many in n JVMs of one thread: G10. Both are
 * warmed up, then measured in turns.
 */
final class Cores {
    private static final double NANOS = 1e9;
    private static final String GO = "go";

    private final String nodes;
    private final int simulations;

    /** @param nodes of each machine; @param simulations that each core has to do in a round */
    Cores(String nodes, int simulations) {
        this.nodes = nodes;
        this.simulations = simulations;
    }

    /** Measures and prints a line for each round, then the median ratio. */
    void compare(int cores, int rounds) throws Exception {
        List<ChildJvm> children = new ArrayList<>();
        for (int i = 0; i < cores; i++) {
            children.add(new ChildJvm(Cores.class, nodes, Integer.toString(simulations)));
        }
        for (ChildJvm child : children) {
            child.line();
        }
        onThreads(cores);
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            double threads = onThreads(cores);
            double jvms = inJvms(children);
            ratios.add(threads / jvms);
            System.out.printf(Locale.ROOT, "%d threads %.2f simulations/s, %d JVMs %.2f simulations/s, ratio %.2f%n",
                    cores, threads, cores, jvms, threads / jvms);
        }
        for (ChildJvm child : children) {
            child.send("end");
            child.join();
        }
        Collections.sort(ratios);
        System.out.printf(Locale.ROOT, "median ratio %.2f%n", ratios.get(ratios.size() / 2));
    }

    private double onThreads(int cores) throws Exception {
        List<Simulation<Long>> all = new ArrayList<>();
        for (int i = 0; i < cores * simulations; i++) {
            all.add(Simulation.of(0, this::simulated));
        }
        long begin = System.nanoTime();
        new SimulationRunner(cores, Runtime.getRuntime().maxMemory()).run(all);
        return all.size() * NANOS / (System.nanoTime() - begin);
    }

    private double inJvms(List<ChildJvm> children) throws IOException {
        long begin = System.nanoTime();
        for (ChildJvm child : children) {
            child.send(GO);
        }
        for (ChildJvm child : children) {
            child.line();
        }
        return children.size() * simulations * NANOS / (System.nanoTime() - begin);
    }

    private long simulated() {
        return new FullScale(nodes, "zone_reclaim:mode=1", FullScale.References.NONE).run();
    }

    /** One of the JVMs: simulates once for warming up, then a round whenever it is told so. */
    public static void main(String... arguments) throws IOException {
        Cores cores = new Cores(arguments[0], Integer.parseInt(arguments[1]));
        byte[] line = new byte[GO.length() + 1];
        do {
            for (int i = 0; i < cores.simulations; i++) {
                cores.simulated();
            }
            System.out.println("done");
        } while (System.in.readNBytes(line, 0, line.length) == line.length
                && Arrays.equals(line, (GO + "\n").getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
    }
}
