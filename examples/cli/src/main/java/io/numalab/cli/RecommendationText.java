package io.numalab.cli;

import io.numalab.report.comparison.Metric;
import io.numalab.report.recommendation.CostPart;
import io.numalab.report.recommendation.Ranked;
import io.numalab.report.recommendation.Recommendation;
import io.numalab.report.recommendation.TurningPoint;
import io.numalab.report.statistics.Interval;
import io.numalab.report.statistics.PairedDifference;
import io.numalab.scenario.language.ByteSize;
import io.numalab.scenario.language.NumberList;
import io.numalab.scenario.play.ScenarioMachine;
import io.numalab.topology.MachineSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A recommendation for people: what to set, the ranking, and the steps that lead there.
 *
 * @param recommendation the answer
 */
record RecommendationText(Recommendation recommendation) {
    /** Parts of the cost that are below this share of the whole are not named. */
    private static final double NAMED = 0.002;
    /** Options that not every numactl and kernel in use has. */
    private static final Map<String, String> NEEDS = new TreeMap<>(Map.of(
            "--preferred-many", "numactl 2.0.16 and Linux 5.15",
            "--weighted-interleave", "numactl 2.0.19 and Linux 6.9"));

    List<String> lines() {
        Ranked chosen = recommendation.chosen();
        List<String> lines = new ArrayList<>();
        lines.add("recommended: " + chosen.candidate().name());
        chosen.candidate().commands().forEach(command -> lines.add("    " + command));
        NEEDS.forEach((option, versions) -> {
            if (chosen.candidate().commands().stream().anyMatch(command -> command.contains(option))) {
                lines.add("    # needs " + versions);
            }
        });
        lines.add("");
        lines.addAll(ranking());
        lines.addAll(List.of("",
                "total: seconds of virtual time that all tasks paid from the job's start on, mean of the seeds and",
                "95 % interval; the parts to its right add up to it. access: loads and stores; fault: first touches;",
                "disk: first reads; re-read: cache that had been dropped; stall: reclaim in the job's own time;",
                "+- is missing for settings that were so far from the best that one seed was enough", "",
                "step by step"));
        lines.addAll(steps(chosen));
        lines.addAll(List.of("", "what would change the answer"));
        lines.addAll(turningPoints());
        return lines;
    }

    private List<String> ranking() {
        TextTable table = new TextTable(1);
        List<String> head = new ArrayList<>(
                List.of("setting", "total", "+-", "to default", "remote %", "dropped MiB"));
        for (CostPart part : CostPart.values()) {
            head.add(part.title());
        }
        head.add("");
        table.row(head.toArray(new String[0]));
        for (Ranked one : recommendation.ranking()) {
            Interval total = one.total();
            double change = 100 * (total.mean() / recommendation.untouched().total().mean() - 1);
            List<String> row = new ArrayList<>(List.of(shortName(one), seconds(total.mean()),
                    Double.isNaN(total.halfWidth()) ? "-" : seconds(total.halfWidth()),
                    one == recommendation.untouched() ? "" : String.format(Locale.ROOT, "%+.1f %%", change),
                    decimal(one.mean(Metric.REMOTE_PERCENT), 1), decimal(dropped(one) / 256, 0)));
            for (CostPart part : CostPart.values()) {
                row.add(seconds(one.mean(part)));
            }
            row.add(one.failed() ? "tasks killed or requests failed" : one.candidate().isInLinux() ? ""
                    : "not in Linux");
            table.row(row.toArray(new String[0]));
        }
        return table.lines();
    }

    // Paths of sysfs would make the first column as wide as the screen.
    private static String shortName(Ranked one) {
        return one.candidate().name().replaceAll("\\+/[^=]*/node", "+w");
    }

    private static double dropped(Ranked one) {
        return one.mean(Metric.KSWAPD_PAGES) + one.mean(Metric.DIRECT_PAGES) + one.mean(Metric.NODE_RECLAIM_PAGES);
    }

    private List<String> steps(Ranked chosen) {
        List<String> lines = new ArrayList<>();
        Ranked untouched = recommendation.untouched();
        MachineSpec machine = ScenarioMachine.spec(recommendation.scenario());
        long anonBytes = recommendation.anonBytes();
        long homeBytes = recommendation.homes().stream()
                .mapToLong(nid -> machine.node(nid).managedPages() << 12).sum();
        lines.add("1. The job runs on CPUs of node " + NumberList.format(recommendation.homes()) + " with "
                + mebibytes(homeBytes) + " MiB of memory and allocates " + mebibytes(anonBytes) + " MiB: "
                + (anonBytes < homeBytes ? "it fits if cache makes room." : "it does not fit."));
        lines.add("2. With the kernel's default " + decimal(untouched.mean(Metric.REMOTE_PERCENT), 1)
                + " % of its pages land on other nodes, and an access takes "
                + decimal(untouched.mean(Metric.NANOS_PER_ACCESS), 1) + " ns in the mean.");
        int number = 3;
        for (Ranked one : recommendation.ranking()) {
            if (one != untouched) {
                lines.add(number++ + ". " + difference(one, untouched));
            }
        }
        lines.add(number + ". " + verdict(chosen));
        return lines;
    }

    /** In what parts of the cost a candidate differs from the default, and why. */
    private String difference(Ranked one, Ranked untouched) {
        double whole = untouched.total().mean();
        List<String> parts = new ArrayList<>();
        for (CostPart part : CostPart.values()) {
            double change = one.mean(part) - untouched.mean(part);
            if (StrictMath.abs(change) > NAMED * whole) {
                parts.add(String.format(Locale.ROOT, "%s %+.3f s", part.title(), change / 1e9));
            }
        }
        String what = shortName(one) + ": " + decimal(one.mean(Metric.REMOTE_PERCENT), 1) + " % remote, "
                + decimal(dropped(one) / 256, 0) + " MiB dropped, " + decimal(one.mean(Metric.REFAULTS) / 256, 0)
                + " MiB read again";
        return what + (parts.isEmpty() ? "; costs what the default costs" : "; against the default "
                + String.join(", ", parts)) + (one.failed() ? "; it fails, so it is out" : "") + ".";
    }

    private String verdict(Ranked chosen) {
        Ranked untouched = recommendation.untouched();
        Ranked best = recommendation.ranking().stream().filter(one -> one.candidate().isInLinux())
                .findFirst().orElseThrow();
        String why = chosen == best ? shortName(chosen) + " is the cheapest that Linux has"
                : shortName(chosen) + " changes the least of those within 1 % of the cheapest, " + shortName(best)
                        + ", or not shown to differ from it";
        if (chosen == untouched) {
            return why + ": leave things as they are.";
        }
        PairedDifference difference = chosen.against(untouched);
        String test = switch (difference.verdict()) {
            case UNTESTED -> "one seed only, so nothing is known of chance";
            case EQUAL -> "it is equal to the default with every seed";
            case SAME_IN_ALL -> "the difference from the default is the same with every seed";
            case DIFFERENT -> String.format(Locale.ROOT, "a paired t test over %d seeds shows the difference from the"
                    + " default (p = %.2g)", chosen.rows().size(), difference.probability());
            case NOT_SHOWN -> "a paired t test does not show a difference from the default";
        };
        return why + "; " + test + ".";
    }

    private List<String> turningPoints() {
        List<String> lines = new ArrayList<>();
        for (TurningPoint point : recommendation.turningPoints()) {
            lines.add("- " + point.parameter() + " between " + size(point.from()) + " and " + size(point.to())
                    + " (it is " + size(point.value()) + "): from there on "
                    + point.other().name().replaceAll("\\+/[^=]*/node", "+w"));
        }
        List<String> rest = new ArrayList<>(recommendation.searched());
        recommendation.turningPoints().forEach(point -> rest.remove(point.parameter()));
        if (!rest.isEmpty()) {
            lines.add("- nothing else was found: " + String.join(", ", rest)
                    + " were varied alone, shares to their ends, the rest to a quarter and to four times");
        }
        if (recommendation.searched().isEmpty()) {
            lines.add("- not searched, or the scenario declares no parameter");
        }
        return lines;
    }

    private static String size(String value) {
        return value.matches("[0-9]{7,15}") ? ByteSize.format(Long.parseLong(value) >> 20 << 20) : value;
    }

    private static long mebibytes(long bytes) {
        return bytes >> 20;
    }

    private static String seconds(double nanos) {
        return decimal(nanos / 1e9, 3);
    }

    private static String decimal(double value, int decimals) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
