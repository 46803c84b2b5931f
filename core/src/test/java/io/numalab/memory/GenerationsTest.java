package io.numalab.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.numalab.topology.MachineSpec;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The vectors of mglru-model 15: reads, tiers and the controller's comparison. */
class GenerationsTest {
    private static final int FILE = Generations.FILE;
    private static final int HIGHEST_TIER = Generations.TIERS - 1;

    private final Memory memory = new Memory(
            MachineSpec.builder().node(64 << 20, 0).build(), null, true);
    private final Generations generations = generations(memory);

    private static Generations generations(Memory memory) {
        memory.node(0).lru().useGenerations(true);
        return memory.node(0).lru().generations();
    }

    private int freshFilePage() {
        int frame = memory.perCpuLists().take(0, memory.zone(0), false, 0);
        memory.frames().assign(frame, 1, frame, 0);
        generations.addOld(frame);
        return frame;
    }

    @Test
    void shouldCountReadsBeyondTheFirstUpToFour() {
        List<Integer> reads = new ArrayList<>();
        List<Integer> tiers = new ArrayList<>();
        int frame = freshFilePage();
        for (int times = 0; times <= 6; times++) {
            reads.add(generations.reads(frame));
            tiers.add(Generations.tier(generations.reads(frame)));
            generations.countRead(frame);
        }
        assertEquals(List.of(0, 0, 1, 2, 3, 4, 4), reads);
        assertEquals(List.of(0, 0, 1, 2, 2, 3, 3), tiers);
        memory.validate();
    }

    @Test
    void shouldNotMoveAPageByReadingIt() {
        int frame = freshFilePage();
        long seq = generations.seq(frame);
        for (int times = 0; times < 6; times++) {
            generations.countRead(frame);
        }
        assertEquals(seq, generations.seq(frame));
        memory.validate();
    }

    private void count(int tier, int evicted, int refaulted) {
        for (int i = 0; i < evicted; i++) {
            generations.countEvicted(FILE, tier);
        }
        for (int i = 0; i < refaulted; i++) {
            generations.countRefaulted(FILE, tier);
        }
    }

    @Test
    void shouldSpareATierThatRefaultsWhenTierZeroDoesNot() {
        count(0, 39_149, 0);
        count(2, 76_800, 3_806);
        assertEquals(1, generations.tierLimit(FILE));
    }

    @Test
    void shouldSpareNothingWhileTierZeroRefaultsMost() {
        count(0, 66_174, 66_174);
        count(1, 113_026, 0);
        assertEquals(HIGHEST_TIER, generations.tierLimit(FILE));
        count(1, 0, 64_576);
        assertEquals(HIGHEST_TIER, generations.tierLimit(FILE));
    }

    @Test
    void shouldTrustNoRateOfFewerThan64Refaults() {
        count(0, 10_000, 0);
        count(1, 100, 63);
        assertEquals(HIGHEST_TIER, generations.tierLimit(FILE));
        count(1, 0, 1);
        assertEquals(0, generations.tierLimit(FILE));
    }

    @Test
    void shouldForgetHalfOfTheHistoryWithEachGeneration() {
        count(0, 10_000, 0);
        count(1, 100, 127);
        assertEquals(0, generations.tierLimit(FILE));
        generations.advanceMin(FILE);
        assertEquals(HIGHEST_TIER, generations.tierLimit(FILE));
    }

    @Test
    void shouldChooseFilePagesOnAFreshSystemAndAnonymousOnesWhenFilesRefault() {
        assertEquals(FILE, generations.typeByFeedback(60));
        count(0, 1000, 1000);
        assertNotEquals(FILE, generations.typeByFeedback(60));
        memory.validate();
    }
}
