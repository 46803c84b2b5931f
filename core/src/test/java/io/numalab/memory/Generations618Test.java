package io.numalab.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.topology.KernelVersion;
import io.numalab.topology.MachineSpec;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the generations of 6.18 do otherwise than those of 6.12 (mglru-model 2.8, 3.2, 3.4, 5.2, 6, 8). */
class Generations618Test {
    private static final int FILE = Generations.FILE;
    private static final int ANON = Generations.ANON;
    private static final int HIGHEST_TIER = Generations.TIERS - 1;

    private final Memory memory = memory(KernelVersion.V6_18);
    private final Generations generations = memory.node(0).lru().generations();

    private static Memory memory(KernelVersion kernel) {
        Memory memory = new Memory(MachineSpec.builder().node(64 << 20, 0).kernel(kernel).build(), null, true);
        memory.node(0).lru().useGenerations(true);
        return memory;
    }

    private static int freshPage(Memory memory, int flags) {
        int frame = memory.perCpuLists().take(0, memory.zone(0), false, 0);
        memory.frames().assign(frame, 1, frame, flags);
        return frame;
    }

    private int filePage() {
        int frame = freshPage(memory, 0);
        generations.addOld(frame);
        return frame;
    }

    @Test
    void shouldCountReadsWithTheFirstAndEnterTheWorkingsetWithTheFifth() {
        List<Integer> reads = new ArrayList<>();
        List<Integer> tiers = new ArrayList<>();
        List<Boolean> full = new ArrayList<>();
        int frame = filePage();
        for (int times = 0; times <= 6; times++) {
            reads.add(generations.reads(frame));
            tiers.add(generations.tierOf(frame));
            full.add(generations.readToTheFull(frame));
            generations.countRead(frame);
        }
        assertEquals(List.of(0, 1, 2, 3, 4, 4, 4), reads);
        assertEquals(List.of(0, 0, 1, 2, 2, 3, 3), tiers);
        assertEquals(List.of(false, false, false, false, false, true, true), full);
        memory.validate();
    }

    private static long start(KernelVersion kernel, boolean faulted, boolean workingset) {
        Memory memory = memory(kernel);
        int frame = freshPage(memory, workingset ? PageFlags.WORKINGSET : 0);
        Generations generations = memory.node(0).lru().generations();
        if (faulted) {
            generations.addYoungest(frame);
        } else {
            generations.addOld(frame);
        }
        memory.validate();
        return generations.seq(frame);
    }

    @Test
    void shouldStartAFaultedPageSecondYoungestAndAReadOneOldest() {
        assertEquals(2, start(KernelVersion.V6_18, true, false));
        assertEquals(3, start(KernelVersion.V6_18, true, true));
        assertEquals(0, start(KernelVersion.V6_18, false, false));
        assertEquals(1, start(KernelVersion.V6_18, false, true));
        assertEquals(3, start(KernelVersion.V6_12, true, false));
        assertEquals(1, start(KernelVersion.V6_12, false, false));
    }

    @Test
    void shouldMakeAPageYoungAtTheSecondObservationOnly() {
        int frame = filePage();
        generations.observe(frame);
        assertEquals(0, generations.seq(frame));
        generations.observe(frame);
        assertEquals(generations.maxSeq(), generations.seq(frame));
        assertTrue(memory.frames().has(frame, PageFlags.WORKINGSET));
        assertFalse(memory.frames().has(frame, PageFlags.REFERENCED));
        memory.validate();
        Memory older = memory(KernelVersion.V6_12);
        int other = freshPage(older, 0);
        older.node(0).lru().generations().addOld(other);
        older.node(0).lru().generations().observe(other);
        assertEquals(3, older.node(0).lru().generations().seq(other));
    }

    @Test
    void shouldKeepMarksAtIsolation() {
        int frame = filePage();
        generations.countRead(frame);
        generations.countRead(frame);
        generations.isolate(frame);
        assertEquals(2, generations.reads(frame));
        assertEquals(1, generations.shadowReads(frame));
        assertEquals(1, generations.shadowTier(1, false));
        assertEquals(HIGHEST_TIER, generations.shadowTier(0, true));
    }

    @Test
    void shouldRestoreTheReadsOfAPageThatWasNotInTheWorkingset() {
        int frame = filePage();
        assertFalse(generations.restore(frame, 3, false, true));
        assertFalse(memory.frames().has(frame, PageFlags.WORKINGSET));
        assertTrue(generations.restore(frame, 0, true, false));
        assertTrue(memory.frames().has(frame, PageFlags.WORKINGSET));
        generations.relist(frame, false);
        assertEquals(1, generations.seq(frame));
        memory.validate();
    }

    private static void count(Generations generations, int type, int tier, int evicted, int refaulted) {
        for (int i = 0; i < evicted; i++) {
            generations.countEvicted(type, tier);
        }
        for (int i = 0; i < refaulted; i++) {
            generations.countRefaulted(type, tier);
        }
    }

    // 1.8 times the refault rate of tier 0: below the factor 2 of 6.12, above the 1.5 of 6.18.
    @Test
    void shouldSpareATierAtOneAndAHalfTimesTheRefaultRate() {
        for (KernelVersion kernel : new KernelVersion[] {KernelVersion.V6_12, KernelVersion.V6_18}) {
            Generations counted = memory(kernel).node(0).lru().generations();
            count(counted, FILE, 0, 100_000, 10_000);
            count(counted, FILE, 1, 100_000, 18_000);
            assertEquals(kernel == KernelVersion.V6_18 ? 0 : HIGHEST_TIER, counted.tierLimit(FILE));
        }
    }

    @Test
    void shouldChooseTheTypeByAllTiers() {
        for (KernelVersion kernel : new KernelVersion[] {KernelVersion.V6_12, KernelVersion.V6_18}) {
            Generations counted = memory(kernel).node(0).lru().generations();
            count(counted, ANON, 0, 1000, 0);
            count(counted, FILE, 2, 1000, 1000);
            assertEquals(kernel == KernelVersion.V6_18 ? ANON : FILE, counted.typeByFeedback(60));
        }
    }
}
