package io.numalab.report.recommendation;

import io.numalab.scenario.language.Scenario;
import java.util.List;

/**
 * The answer.
 *
 * @param scenario what was played
 * @param homes the nodes on whose CPUs the job runs
 * @param anonBytes what the job allocates
 * @param ranking the best first; those with failures last
 * @param chosen what to set
 * @param turningPoints what would change the answer, as far as a search found something
 * @param searched the parameters that were varied
 */
public record Recommendation(
        Scenario scenario, List<Integer> homes, long anonBytes, List<Ranked> ranking, Ranked chosen,
        List<TurningPoint> turningPoints, List<String> searched) {
    /** A difference below this share of the total is not worth a setting. */
    public static final double WORTH = 0.01;

    /** Copies the lists. */
    public Recommendation {
        homes = List.copyOf(homes);
        ranking = List.copyOf(ranking);
        turningPoints = List.copyOf(turningPoints);
        searched = List.copyOf(searched);
    }

    /** How the kernel's default did. */
    public Ranked untouched() {
        return ranking.stream().filter(one -> one.candidate().name().equals("default")).findFirst().orElseThrow();
    }

    /**
     * What to set, of a ranking: the least intrusive candidate of Linux that is no worse than the best one by more than
     * {@link #WORTH} or whose difference from it is not shown. One that was played with fewer seeds is out.
     *
     * @param candidates in the order of intrusiveness
     */
    static Ranked choose(List<Candidate> candidates, List<Ranked> ranking) {
        int seeds = ranking.stream().mapToInt(one -> one.rows().size()).max().orElse(0);
        List<Ranked> possible = ranking.stream()
                .filter(one -> one.candidate().isInLinux() && one.rows().size() == seeds).toList();
        Ranked best = possible.get(0);
        for (Candidate candidate : candidates) {
            for (Ranked one : possible) {
                boolean good = one.failed() == best.failed() && (!one.against(best).isDifference()
                        || one.total().mean() <= best.total().mean() * (1 + WORTH));
                if (one.candidate().equals(candidate) && good) {
                    return one;
                }
            }
        }
        return best;
    }
}
