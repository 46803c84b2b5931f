package io.numalab.reclaim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.numalab.memory.Generations;
import io.numalab.memory.Memory;
import io.numalab.reclaim.GenerationAging.Need;
import io.numalab.topology.KernelVersion;
import io.numalab.topology.MachineSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The vectors of mglru-model 15: where a large reclaim starts, and when generations have to age. */
class GenerationVectorsTest {
    private static final int FILE = Generations.FILE;
    private static final int PAGES = 100;

    private final Memory memory = new Memory(MachineSpec.builder().node(64 << 20, 0).build(), null, true);
    private final Generations generations = generations(memory);

    private static Generations generations(Memory memory) {
        memory.node(0).lru().useGenerations(true);
        return memory.node(0).lru().generations();
    }

    @ParameterizedTest
    @CsvSource({"199714,1197,6", "199714,64,11", "3000000,76800,6", "1000,1197,6", "0,64,6", "3000000,64,12"})
    void shouldStartWhereTheGoalIsNear(long reclaimable, long goal, int priority) {
        assertEquals(priority, GenerationShrink.initialPriority(reclaimable, goal));
    }

    private void addPages(boolean youngest) {
        for (int i = 0; i < PAGES; i++) {
            int frame = memory.perCpuLists().take(0, memory.zone(0), false, 0);
            memory.frames().assign(frame, 1, frame, 0);
            if (youngest) {
                generations.addYoungest(frame);
            } else {
                generations.addOld(frame);
            }
        }
    }

    private void advanceMin(int times) {
        for (int i = 0; i < times; i++) {
            generations.advanceMin(Generations.ANON);
            generations.advanceMin(FILE);
        }
    }

    private Need need() {
        memory.validate();
        return GenerationAging.need(generations, Evictable.FILE_ONLY);
    }

    @Test
    void shouldNotAgeAPureReadCache() {
        advanceMin(1);
        addPages(false);
        assertEquals(PAGES, generations.size(1, FILE));
        assertEquals(Need.NO, need());
    }

    @Test
    void shouldAgeWhenTwoGenerationsAreLeft() {
        addPages(true);
        advanceMin(2);
        assertEquals(Need.MUST, need());
    }

    @Test
    void shouldAgeTwiceBeforeAMappedPageCanGo() {
        addPages(true);
        advanceMin(2);
        generations.advanceMax();
        assertEquals(Need.WANTED, need());
        advanceMin(1);
        generations.advanceMax();
        assertEquals(PAGES, generations.size(generations.minSeq(FILE), FILE));
        assertEquals(Need.NO, need());
    }

    @Test
    void shouldNotAgeWithFourGenerations() {
        addPages(true);
        assertEquals(Need.NO, need());
    }

    private static Need needOfFreshGenerations(KernelVersion kernel, int anonGenerations, Evictable evictable) {
        Memory fresh = new Memory(MachineSpec.builder().node(64 << 20, 0).kernel(kernel).build(), null, true);
        fresh.node(0).lru().useGenerations(true);
        Generations generations = fresh.node(0).lru().generations();
        generations.advanceMin(FILE);
        for (int i = Generations.GENERATIONS_MAX; i > anonGenerations; i--) {
            generations.advanceMin(Generations.ANON);
        }
        for (int i = 0; i < PAGES; i++) {
            int frame = fresh.perCpuLists().take(0, fresh.zone(0), false, 0);
            fresh.frames().assign(frame, 1, frame, 0);
            generations.addOld(frame);
        }
        return GenerationAging.need(generations, evictable);
    }

    // All pages are in the oldest of three generations of files.
    @Test
    void shouldAlwaysAgeThreeGenerationsSince618() {
        assertEquals(Need.NO, needOfFreshGenerations(KernelVersion.V6_12, 3, Evictable.FILE_ONLY));
        assertEquals(Need.WANTED, needOfFreshGenerations(KernelVersion.V6_18, 3, Evictable.FILE_ONLY));
        assertEquals(Need.NO, needOfFreshGenerations(KernelVersion.V6_18, 4, Evictable.BOTH));
        assertEquals(Need.MUST, needOfFreshGenerations(KernelVersion.V6_18, 2, Evictable.ANON_ONLY));
        assertEquals(Need.WANTED, needOfFreshGenerations(KernelVersion.V6_18, 2, Evictable.BOTH));
    }

    @Test
    void shouldAgeWhenMostPagesAreYoung() {
        advanceMin(1);
        addPages(false);
        addPages(true);
        assertEquals(Need.NO, need());
        addPages(true);
        assertEquals(Need.WANTED, need());
    }
}
