package io.numalab.report.recommendation;

import io.numalab.scenario.language.ByteSize;
import io.numalab.scenario.topology.Topology;
import io.numalab.scenario.topology.TopologyNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A workload in a few figures: a job of some threads that allocates memory and uses it, beside file cache that was
 * there before and of which a share is in use.
 *
 * @param anonBytes memory of the job
 * @param cacheBytes file cache on the job's node before it starts, 0 for none
 * @param reread share of the cache that is read again by the job, 0 to 1
 * @param threads tasks, 1 to 64, each on a CPU of its own, from {@code home} on
 * @param touches accesses of each page of the job in the mean
 * @param pattern how pages are chosen, as {@code sim access} takes it: {@code uniform}, {@code stream}, {@code
 *     zipf=0.99}, {@code hot=20:80}
 * @param home the node whose CPUs the job takes first
 */
public record JobFigures(
        long anonBytes, long cacheBytes, double reread, int threads, int touches, String pattern, int home) {
    /** The most threads. */
    public static final int THREADS_MAX = 64;

    private static final int PAGE_BYTES = 4096;

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException naming value and range
     */
    public JobFigures {
        check("anon", anonBytes, (long) PAGE_BYTES * threads, ByteSize.BYTES_MAX);
        check("cache", cacheBytes, 0, ByteSize.BYTES_MAX);
        check("threads", threads, 1, THREADS_MAX);
        check("touches", touches, 0, 10_000);
        if (!(reread >= 0 && reread <= 1)) {
            throw new IllegalArgumentException("reread " + reread + ": expected 0 to 1");
        }
    }

    private static void check(String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " " + value + ": expected " + min + " to " + max);
        }
    }

    /**
     * The scenario: the machine, then the cache, then the job.
     *
     * @param machine complete
     * @throws IllegalArgumentException if the machine has too few CPUs, or the home node has none
     */
    public String scenario(Topology machine) {
        List<Integer> cpus = cpus(machine);
        StringBuilder text = new StringBuilder();
        text.append("@title ").append(threads).append(threads == 1 ? " thread with " : " threads with ")
                .append(ByteSize.format(anonBytes)).append(" of memory, ").append(ByteSize.format(cacheBytes))
                .append(" of file cache on node ").append(home).append(" before\n@kernel 6.12\n");
        text.append("@param anon ").append(anonBytes).append(" 1M..8T memory of the job\n");
        if (cacheBytes > 0) {
            text.append("@param cache ").append(cacheBytes).append(" 1M..8T file cache before the job\n");
            text.append(String.format(Locale.ROOT,
                    "@param reread %s 0..1 share of the cache that is in use: read before and by the job%n", reread)
                    .replace("\r", ""));
        }
        text.append("@param touches ").append(touches).append(" 0..10000 accesses of each page of the job\n");
        machine.scenarioLines().forEach(line -> text.append(line).append('\n'));
        if (cacheBytes > 0) {
            text.append("@file data ${cache}\n\ntask F cpu=node").append(home).append("\nF read data 0 ${cache}\n");
            text.append("sim reread F data 0 ${cache} ${reread}\n");
        }
        text.append("settle\n");
        for (int i = 0; i < threads; i++) {
            text.append("task A").append(i).append(" cpu=cpu").append(cpus.get(i)).append(" policy=@\n");
        }
        each(text, "bg A%d anon heap ${anon/" + threads + "}");
        each(text, "sim bg access A%d heap ${anon/" + threads + "/" + PAGE_BYTES + "*touches} " + pattern + " w");
        if (cacheBytes > 0) {
            each(text, "sim bg reread A%d data ${cache/" + threads + "*%d} ${cache/" + threads + "} ${reread}");
        }
        return text.toString();
    }

    private void each(StringBuilder text, String line) {
        for (int i = 0; i < threads; i++) {
            text.append(line.replace("%d", Integer.toString(i))).append('\n');
        }
        text.append("wait\n");
    }

    /** The CPUs of the home node, then those of the nodes nearest to it. */
    private List<Integer> cpus(Topology machine) {
        List<TopologyNode> nodes = new ArrayList<>(machine.nodes());
        if (nodes.stream().noneMatch(node -> node.nid() == home && !node.cpus().orElse(List.of()).isEmpty())) {
            throw new IllegalArgumentException("node " + home + " has no CPUs: expected one of "
                    + nodes.stream().filter(node -> !node.cpus().orElse(List.of()).isEmpty())
                            .map(node -> Integer.toString(node.nid())).toList());
        }
        nodes.sort((one, other) -> Double.compare(
                machine.distances().get(home, one.nid()), machine.distances().get(home, other.nid())));
        List<Integer> cpus = new ArrayList<>();
        nodes.forEach(node -> cpus.addAll(node.cpus().orElse(List.of())));
        if (cpus.size() < threads) {
            throw new IllegalArgumentException("threads " + threads + ": expected at most " + cpus.size()
                    + ", the CPUs of the machine");
        }
        return cpus;
    }
}
