package io.numalab.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.memory.Memory;
import io.numalab.stat.VmEvent;
import io.numalab.topology.KernelVersion;
import io.numalab.topology.MachineSpec;
import org.junit.jupiter.api.Test;

/** Which pages of a slow tier are promoted, and how many in a second (linux-model 18.4). */
class PromotionTest {
    private static final long MIB = 1 << 20;
    private static final long SECOND = 1_000_000_000L;
    private static final long MINUTE = 61 * SECOND;
    private static final long STEP = SECOND / 8;

    private static Memory memory(KernelVersion kernel, long bytes) {
        return new Memory(MachineSpec.builder().node(bytes, 0).cpulessNode(64 * MIB).kernel(kernel).build(), null,
                false);
    }

    private static int promoted(Promotion promotion, int faults, long nowNanos) {
        int promoted = 0;
        for (int i = 0; i < faults; i++) {
            promoted += promotion.wants(0, nowNanos, nowNanos) ? 1 : 0;
        }
        return promoted;
    }

    @Test
    void shouldPromoteAtOnceWhileThereIsPlentyOfRoom() {
        for (KernelVersion kernel : new KernelVersion[] {KernelVersion.V6_12, KernelVersion.V6_18}) {
            Memory memory = memory(kernel, 1100 * MIB);
            Promotion promotion = new Promotion(memory);
            promotion.setLimit(0);
            assertTrue(promotion.wants(0, 0, 100 * SECOND));
            assertEquals(0, memory.counters().get(VmEvent.PGPROMOTE_CANDIDATE));
            assertEquals(kernel == KernelVersion.V6_18 ? 1 : 0,
                    memory.counters().get(VmEvent.PGPROMOTE_CANDIDATE_NRL));
        }
        assertFalse(new Promotion(memory(KernelVersion.V6_18, 1000 * MIB)).wants(0, 0, 100 * SECOND));
    }

    @Test
    void shouldPromoteOnlyWhatIsTouchedSoon() {
        Memory memory = memory(KernelVersion.V6_12, 64 * MIB);
        Promotion promotion = new Promotion(memory);
        assertTrue(promotion.wants(0, 10 * SECOND, 11 * SECOND - 1));
        assertFalse(promotion.wants(0, 10 * SECOND, 11 * SECOND));
        assertEquals(1, memory.counters().get(VmEvent.PGPROMOTE_CANDIDATE));
    }

    @Test
    void shouldKeepToTheLimitOfEachSecond() {
        Memory memory = memory(KernelVersion.V6_12, 64 * MIB);
        Promotion promotion = new Promotion(memory);
        promotion.setLimit(1);
        for (int second = 2; second < 8; second += 2) {
            int promoted = promoted(promotion, 1000, second * SECOND);
            assertTrue(promoted >= 255 && promoted <= 256, () -> promoted + " in a second");
        }
        assertEquals(3000, memory.counters().get(VmEvent.PGPROMOTE_CANDIDATE));
        promotion.setLimit(0);
        assertEquals(0, promoted(promotion, 10, 20 * SECOND));
    }

    @Test
    void shouldMoveTheThresholdSoThatCandidatesFitTheLimit() {
        Promotion promotion = new Promotion(memory(KernelVersion.V6_12, 64 * MIB));
        promotion.setLimit(1);
        long now = MINUTE;
        promoted(promotion, 1, now);
        assertEquals(SECOND + STEP, promotion.thresholdNanos(0));
        promoted(promotion, 60 * 256 * 12 / 10, now);
        now += MINUTE;
        promoted(promotion, 1, now);
        assertEquals(SECOND, promotion.thresholdNanos(0));
        promoted(promotion, 60 * 256, now);
        now += MINUTE;
        promoted(promotion, 1, now);
        assertEquals(SECOND, promotion.thresholdNanos(0));
        for (int i = 0; i < 20; i++) {
            now += MINUTE;
            promoted(promotion, 1, now);
        }
        assertEquals(2 * SECOND, promotion.thresholdNanos(0));
        for (int i = 0; i < 20; i++) {
            promoted(promotion, 60 * 256 * 2, now);
            now += MINUTE;
            promoted(promotion, 1, now);
        }
        assertEquals(STEP, promotion.thresholdNanos(0));
    }
}
