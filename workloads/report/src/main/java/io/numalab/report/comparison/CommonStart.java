package io.numalab.report.comparison;

import io.numalab.scenario.play.ScenarioPlayer;
import io.numalab.scenario.play.UnderTest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Cases that begin alike, and the machine on which that beginning has been played: it is filled when the first of them
 * needs it and let go with the last. May be used by several threads at once.
 */
final class CommonStart {
    private final BiFunction<ComparisonCase, UnderTest, ScenarioPlayer> filler;
    private final boolean forks;
    private final ComparisonCase first;
    private final List<Integer> indices = new ArrayList<>();
    private ScenarioPlayer base;
    private int started;

    private CommonStart(
            ComparisonCase first, boolean forks, BiFunction<ComparisonCase, UnderTest, ScenarioPlayer> filler) {
        this.first = first;
        this.forks = forks;
        this.filler = filler;
    }

    /**
     * Sorts cases by how they begin.
     *
     * @param forks whether the heap holds two machines
     * @param filler plays the common steps on a new machine
     */
    static List<CommonStart> of(
            List<ComparisonCase> cases, boolean forks, BiFunction<ComparisonCase, UnderTest, ScenarioPlayer> filler) {
        List<CommonStart> starts = new ArrayList<>();
        for (int i = 0; i < cases.size(); i++) {
            ComparisonCase one = cases.get(i);
            CommonStart start = starts.stream().filter(known -> known.first.beginsLike(one)).findFirst().orElse(null);
            if (start == null) {
                start = new CommonStart(one, forks, filler);
                starts.add(start);
            }
            start.indices.add(i);
        }
        return starts;
    }

    /** The positions of its cases among all. */
    List<Integer> indices() {
        return indices;
    }

    /** Whether a machine is kept to be forked. */
    boolean forks() {
        return forks && indices.size() > 1;
    }

    /** Plays one of its cases to the end. @param sampled whether the row has samples */
    ComparisonRow play(ComparisonCase one, boolean sampled) {
        ScenarioPlayer player = player(one);
        ComparisonRow row = new PolicyRun(one, player).play(sampled);
        giveBack(player);
        return row;
    }

    // Forking walks lists of the machine it copies: one at a time.
    private synchronized ScenarioPlayer player(ComparisonCase one) {
        started++;
        if (!forks()) {
            return filler.apply(one, one.underTest());
        }
        if (base == null) {
            base = filler.apply(first, UnderTest.DEFAULT);
        }
        try {
            return base.fork(one.scenario(), one.underTest());
        } catch (IllegalStateException busy) {
            // Something still runs there: play everything from the start instead.
            return filler.apply(one, one.underTest());
        } finally {
            base = started == indices.size() ? null : base;
        }
    }

    private synchronized void giveBack(ScenarioPlayer played) {
        if (base != null) {
            base.machine().giveBack(played.machine());
        }
    }
}
