package io.numalab.report.thread;

import io.numalab.report.Decimals;
import io.numalab.report.page.LineChart;
import io.numalab.report.page.StackedBars;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The questions that the slate of presets answers. */
final class SlateQuestions {
    private static final List<String> ABOUT_A_NODE =
            List.of("fits-one-node", "two-share-a-node", "about-node-size", "larger-than-node");
    /** What exists in Linux without zone_reclaim and without a change of the kernel. */
    private static final List<String> ALTERNATIVES =
            Slate.POLICIES.stream().filter(policy -> !List.of(Slate.ZONE_RECLAIM, "kswapd-wakeup",
                    Slate.COLD_CACHE_FIRST).contains(policy)).toList();

    private record OfSlate(double scale, Function<Slate, Finding> finding) implements Question {
        @Override
        public List<RunGroup> groups() {
            return Slate.groups(scale);
        }

        @Override
        public Finding answer(Evidence evidence) {
            return finding.apply(new Slate(evidence));
        }
    }

    private SlateQuestions() {
    }

    /** Q1: is membind enough for what is assumed to fit a node? */
    static Question membindEnough(double scale) {
        return new OfSlate(scale, SlateQuestions::membindEnough);
    }

    private static Finding membindEnough(Slate slate) {
        List<String> good = new ArrayList<>();
        List<String> worse = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        for (String preset : ABOUT_A_NODE) {
            double above = slate.abovePercent(preset, Slate.MEMBIND);
            if (Double.isNaN(above)) {
                failed.add(preset);
            } else if (above <= 100 * Slate.MARGIN) {
                good.add(preset);
            } else {
                worse.add(preset + " (+" + Decimals.format(above, 1, "-") + " %)");
            }
        }
        return new Finding("Q1: is membind enough for workloads assumed to fit a node?",
                "membind is within 1 % of the best on " + good.size() + " of " + ABOUT_A_NODE.size() + " presets ("
                        + Slate.list(good) + "), dearer on " + Slate.list(worse) + ", and fails on "
                        + Slate.list(failed) + (failed.isEmpty() ? "." : ": enough only where the assumption holds."),
                Slate.columns(), slate.table(ABOUT_A_NODE), slate.chart(ABOUT_A_NODE),
                slate.source(ABOUT_A_NODE), Slate.ASSUMPTIONS);
    }

    /** Q4: are there uses of zone_reclaim that nothing else covers? */
    static Question uniqueUses(double scale) {
        return new OfSlate(scale, SlateQuestions::uniqueUses);
    }

    private static Finding uniqueUses(Slate slate) {
        List<String> alone = new ArrayList<>();
        for (String preset : Slate.PRESETS) {
            double other = slate.best(preset, ALTERNATIVES);
            double own = slate.cost(preset, Slate.ZONE_RECLAIM);
            if (own < other * (1 - Slate.MARGIN) || !Double.isNaN(own) && Double.isNaN(other)) {
                alone.add(preset + (Double.isNaN(other) ? " (nothing else completes)"
                        : " (by " + percent(100 * (1 - own / other)) + ")"));
            }
        }
        return new Finding("Q4: are there uses that no alternative covers?", alone.isEmpty()
                ? "None among " + Slate.PRESETS.size() + " presets: everywhere " + String.join(", ", ALTERNATIVES)
                        + " have one that costs at most 1 % more than zone_reclaim."
                : "zone_reclaim is better than each of " + String.join(", ", ALTERNATIVES) + " on " + alone.size()
                        + " of " + Slate.PRESETS.size() + " presets: " + Slate.list(alone) + ".",
                Slate.columns(), slate.table(Slate.PRESETS), slate.chart(Slate.PRESETS),
                slate.source(Slate.PRESETS), Slate.ASSUMPTIONS);
    }

    /** Q8: which workloads profit from zone_reclaim but cannot membind? */
    static Question profitWithoutMembind(double scale) {
        return new OfSlate(scale, SlateQuestions::profitWithoutMembind);
    }

    private static Finding profitWithoutMembind(Slate slate) {
        List<List<String>> table = new ArrayList<>();
        List<String> profit = new ArrayList<>();
        List<String> cannot = new ArrayList<>();
        StackedBars bars = StackedBars.titled("What zone_reclaim and membind save against the default",
                "no bar: the policy or the default fails; less than nothing: it costs more",
                List.of(Slate.ZONE_RECLAIM, Slate.MEMBIND)).sideBySide().axis("saved, cut at -100", "%");
        for (String preset : Slate.PRESETS) {
            double gain = 100 * (1 - slate.cost(preset, Slate.ZONE_RECLAIM) / slate.cost(preset, Slate.DEFAULT));
            double bound = slate.cost(preset, Slate.MEMBIND);
            if (gain > 100 * Slate.MARGIN) {
                profit.add(preset);
                if (Double.isNaN(bound)) {
                    cannot.add(preset + " (membind fails)");
                } else if (bound > slate.cost(preset, Slate.DEFAULT) * (1 + Slate.MARGIN)) {
                    cannot.add(preset + " (membind costs more than the default)");
                }
            }
            bars.bar(preset, Math.max(-100, gain),
                    Math.max(-100, 100 * (1 - bound / slate.cost(preset, Slate.DEFAULT))));
            table.add(List.of(preset, Decimals.format(gain, 1, "-"), slate.above(preset, Slate.ZONE_RECLAIM),
                    slate.above(preset, Slate.MEMBIND)));
        }
        return new Finding("Q8: which workloads profit from zone_reclaim but cannot membind?",
                "zone_reclaim saves over 1 % against the default on " + Slate.list(profit) + ". Of these, membind is no"
                        + " substitute on: " + Slate.list(cannot) + ".",
                List.of("preset", "saved against default %", "zone_reclaim above best %", "membind above best %"),
                table, bars.chart(), slate.source(Slate.PRESETS), Slate.ASSUMPTIONS);
    }

    /** Q11: what would a granular and sane option be? */
    static Question granularAndSane(double scale) {
        return new OfSlate(scale, SlateQuestions::granularAndSane);
    }

    private static Finding granularAndSane(Slate slate) {
        List<List<String>> table = new ArrayList<>();
        StackedBars bars = StackedBars.titled("How far each policy is from the best", "over the presets it completes",
                List.of("median", "worst")).sideBySide().axis("above the best, cut at 100", "%");
        String chosen = null;
        double chosenWorst = Double.POSITIVE_INFINITY;
        for (String policy : Slate.POLICIES) {
            List<Double> above = Slate.PRESETS.stream().map(preset -> slate.abovePercent(preset, policy))
                    .filter(value -> !Double.isNaN(value)).sorted().toList();
            int failed = Slate.PRESETS.size() - above.size();
            double worst = above.isEmpty() ? Double.NaN : above.get(above.size() - 1);
            long kswapd = Slate.PRESETS.stream().mapToLong(preset -> slate.row(preset, policy).reclaim().kswapdPages())
                    .sum();
            table.add(List.of(policy, slate.row(Slate.PRESETS.get(0), policy).scope(), Integer.toString(failed),
                    above.isEmpty() ? "-" : Decimals.format(above.get((above.size() - 1) / 2), 1, "-"),
                    Decimals.format(worst, 1, "-"), Decimals.format(remote(slate, policy), 1, "-"),
                    Long.toString(kswapd)));
            bars.bar(Slate.shortName(policy), above.isEmpty() ? Double.NaN : above.get((above.size() - 1) / 2),
                    Math.min(100, worst));
            boolean granular = !slate.row(Slate.PRESETS.get(0), policy).scope().equals("machine");
            if (granular && failed == fewestFailures(slate) && worst < chosenWorst) {
                chosen = policy;
                chosenWorst = worst;
            }
        }
        return new Finding("Q11: what would a granular (per workload) and sane option be?",
                chosen == null ? "None of the policies per workload fails as rarely as the best of the others."
                        : "Of the policies that are set per workload and fail on no more presets than any, " + chosen
                        + " has the lowest worst case: " + percent(chosenWorst) + " above the best of all, with "
                        + Decimals.format(remote(slate, chosen), 1, "-") + " % remote in the mean.",
                List.of("policy", "set per", "fails on", "median above best %", "worst above best %",
                        "remote % in the mean", "pages by kswapd"), table, bars.chart(), slate.source(Slate.PRESETS),
                assumptions("best: of the policies in this table, preset by preset"));
    }

    private static int fewestFailures(Slate slate) {
        return Slate.POLICIES.stream().mapToInt(policy -> (int) failures(slate, policy)).min().orElse(0);
    }

    private static long failures(Slate slate, String policy) {
        return Slate.PRESETS.stream().filter(preset -> Double.isNaN(slate.cost(preset, policy))).count();
    }

    private static double remote(Slate slate, String policy) {
        return Slate.PRESETS.stream().mapToDouble(preset -> slate.row(preset, policy).remotePercent())
                .filter(value -> !Double.isNaN(value)).average().orElse(Double.NaN);
    }

    /** Q12: locality against availability. */
    static Question localityOrAvailability(double scale) {
        return new OfSlate(scale, SlateQuestions::localityOrAvailability);
    }

    private static Finding localityOrAvailability(Slate slate) {
        List<List<String>> table = new ArrayList<>();
        List<String> undominated = new ArrayList<>();
        LineChart chart = LineChart.titled("Locality against availability", "left and low is better in both")
                .x("presets it fails on", "").y("remote pages in the mean", "%");
        for (String policy : Slate.POLICIES) {
            long requests = Slate.PRESETS.stream()
                    .mapToLong(preset -> slate.row(preset, policy).allTasks().failedAllocations()).sum();
            long killed = Slate.PRESETS.stream()
                    .mapToLong(preset -> slate.row(preset, policy).allTasks().killedTasks()).sum();
            chart.series(Slate.shortName(policy),
                    List.of(new LineChart.Point(failures(slate, policy), remote(slate, policy))));
            table.add(List.of(policy, Decimals.format(remote(slate, policy), 1, "-"),
                    Long.toString(failures(slate, policy)), Long.toString(requests), Long.toString(killed)));
            if (Slate.POLICIES.stream().noneMatch(other -> dominates(slate, other, policy))) {
                undominated.add(policy + " (" + Decimals.format(remote(slate, policy), 1, "-") + " % remote, fails on "
                        + failures(slate, policy) + ")");
            }
        }
        return new Finding("Q12: how to balance locality against availability?",
                (undominated.size() == 1 ? "No trade-off shows on these presets; the best in both: "
                        : "It is a trade-off between: ") + Slate.list(undominated)
                        + ". The others are no better in one and worse in the other.",
                List.of("policy", "remote % in the mean", "presets it fails on", "failed requests", "killed tasks"),
                table, chart.chart(), slate.source(Slate.PRESETS), Slate.ASSUMPTIONS);
    }

    private static boolean dominates(Slate slate, String other, String policy) {
        double remote = remote(slate, policy) - remote(slate, other);
        long failures = failures(slate, policy) - failures(slate, other);
        return remote >= 0 && failures >= 0 && (remote > 0 || failures > 0);
    }

    private static List<String> assumptions(String more) {
        List<String> lines = new ArrayList<>(Slate.ASSUMPTIONS);
        lines.add(more);
        return lines;
    }

    private static String percent(double value) {
        return Decimals.format(value, 1, "-") + " %";
    }
}
