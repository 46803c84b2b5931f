package io.numalab.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs benchmarks that have a parameter {@code subject} in turns, round by round, each in a JVM of its own, and prints
 * the median of each subject and its ratio to the first one. Figures taken minutes apart on a shared machine are no
 * ratio; figures of one round are.
 */
final class Ratios {
    private static final String SUBJECT = "subject";

    private final Map<String, Map<String, List<Double>>> scores = new TreeMap<>();
    private final Set<String> subjects = new LinkedHashSet<>();
    private String unit = "";

    /** Measures. @param options as of JMH, with what it is to run and the parameters */
    void run(CommandLineOptions options, Collection<String> inTurns, int rounds) throws RunnerException {
        for (int round = 0; round < rounds; round++) {
            for (String subject : inTurns) {
                ChainedOptionsBuilder builder = new OptionsBuilder().parent(options).param(SUBJECT, subject);
                for (RunResult result : new Runner(builder.build()).run()) {
                    note(subject, result);
                }
            }
        }
    }

    private void note(String subject, RunResult result) {
        String benchmark = result.getParams().getBenchmark();
        StringBuilder name = new StringBuilder(benchmark.replaceAll(".*\\.(\\w+\\.\\w+)", "$1"));
        for (String key : result.getParams().getParamsKeys()) {
            if (!key.equals(SUBJECT)) {
                name.append(' ').append(key).append('=').append(result.getParams().getParam(key));
            }
        }
        subjects.add(subject);
        unit = result.getPrimaryResult().getScoreUnit();
        scores.computeIfAbsent(name.toString(), unknown -> new TreeMap<>())
                .computeIfAbsent(subject, unknown -> new ArrayList<>()).add(result.getPrimaryResult().getScore());
    }

    /** A line for each benchmark: the medians, then the first subject's by each other one's. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        scores.forEach((name, bySubject) -> {
            StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-70s", name));
            double ours = Double.NaN;
            for (String subject : subjects) {
                double median = median(bySubject.get(subject));
                ours = Double.isNaN(ours) ? median : ours;
                line.append(String.format(Locale.ROOT, "  %s %.3f %s", subject, median, unit));
                line.append(median == ours ? "" : String.format(Locale.ROOT, " (ratio %.4f)", ours / median));
            }
            lines.add(line.toString());
        });
        return lines;
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }
}
