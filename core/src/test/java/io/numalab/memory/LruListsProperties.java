package io.numalab.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.spi.ZoneType;
import io.numalab.topology.KernelVersion;
import io.numalab.topology.MachineSpec;
import io.numalab.topology.NodeSpec;
import io.numalab.topology.ZoneSpec;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** The LRU lists in slots against plain ones. */
class LruListsProperties {
    private static final int DMA32_PAGES = 20;
    private static final int NORMAL_PAGES = 30;
    private static final int FRAMES = DMA32_PAGES + NORMAL_PAGES;

    private static Memory memory() {
        NodeSpec node = new NodeSpec(0, List.of(0), List.of(new ZoneSpec(ZoneType.DMA32, 4096, DMA32_PAGES),
                new ZoneSpec(ZoneType.NORMAL, 1 << 20, NORMAL_PAGES)));
        return new Memory(MachineSpec.of(List.of(node), new int[][] {{10}}, KernelVersion.V6_1, 0, 30), null, false);
    }

    private static void apply(Memory memory, NaiveLru slow, int operation) {
        LruLists fast = memory.node(0).lru();
        int frame = (operation >>> 8) % FRAMES;
        int list = (operation >>> 3 & 31) % LruList.COUNT;
        boolean listed = slow.listOf(frame) >= 0;
        switch (operation & 7) {
            case 0 -> {
                if (listed) {
                    fast.rotate(frame);
                    slow.rotate(frame);
                }
            }
            case 1, 2 -> {
                if (listed) {
                    fast.remove(frame);
                    slow.remove(frame);
                }
            }
            case 3 -> {
                if (!listed) {
                    fast.addTail(list, frame);
                    slow.addTail(list, frame);
                }
            }
            case 4 -> moveOldest(memory, slow, list, (list + frame % 2) % LruList.COUNT, frame);
            default -> {
                if (!listed) {
                    fast.addHead(list, frame);
                    slow.addHead(list, frame);
                }
            }
        }
    }

    // Up to so many of the oldest pages of a list, to the young end of the same or another one.
    private static void moveOldest(Memory memory, NaiveLru slow, int list, int to, int most) {
        int[] pages = new int[most];
        int[] run = new int[most];
        LruLists fast = memory.node(0).lru();
        int count = fast.peekOldest(list, pages, most);
        for (int i = 0; i < count; i++) {
            run[i] = memory.frames().frameOf(pages[i]);
        }
        fast.dropOldest(list, run, count);
        fast.addHead(to, pages, run, count, 0, PageFlags.REFERENCED);
        List<Integer> expected = slow.oldestFirst(list);
        assertEquals(Math.min(most, expected.size()), count);
        for (int frame : expected.subList(0, count)) {
            slow.remove(frame);
            slow.addHead(to, frame);
            assertTrue(memory.frames().has(frame, PageFlags.REFERENCED));
        }
    }

    private static List<Integer> oldestFirst(LruLists lru, int list) {
        List<Integer> frames = new ArrayList<>();
        for (int frame = lru.tail(list); frame >= 0 && frames.size() <= FRAMES; frame = lru.younger(frame)) {
            frames.add(frame);
        }
        return frames;
    }

    private static void agree(Memory memory, NaiveLru slow) {
        LruLists fast = memory.node(0).lru();
        for (int list = 0; list < LruList.COUNT; list++) {
            List<Integer> expected = slow.oldestFirst(list);
            assertEquals(expected, oldestFirst(fast, list));
            assertEquals(expected.size(), fast.size(list));
            assertEquals(expected.stream().filter(frame -> frame < DMA32_PAGES).count(), memory.zone(0).lruPages(list));
            assertEquals(expected.stream().filter(frame -> frame >= DMA32_PAGES).count(),
                    memory.zone(1).lruPages(list));
            for (int frame : expected) {
                assertEquals(list, fast.listOf(frame));
            }
        }
        fast.validate();
    }

    @Property(tries = 300)
    void agreeWithTheSlowTwin(@ForAll @Size(max = 300) List<@IntRange(min = 0, max = 1 << 20) Integer> operations) {
        Memory memory = memory();
        NaiveLru slow = new NaiveLru();
        for (int operation : operations) {
            apply(memory, slow, operation);
        }
        agree(memory, slow);
        agree(memory.copy(null), slow);
    }

    @Property(tries = 50)
    void aCopyGoesItsOwnWay(@ForAll @Size(max = 100) List<@IntRange(min = 0, max = 1 << 20) Integer> operations) {
        Memory memory = memory();
        Memory copy = memory.copy(null);
        NaiveLru slow = new NaiveLru();
        for (int operation : operations) {
            apply(copy, slow, operation);
        }
        agree(copy, slow);
        agree(memory, new NaiveLru());
    }

    @Example
    void validateFindsAPageThatIsLinkedWrongly() {
        Memory memory = memory();
        LruLists lru = memory.node(0).lru();
        for (int frame = 0; frame < 3; frame++) {
            lru.addHead(0, frame);
        }
        memory.frames().set(1, 1 << 1);
        assertThrows(IllegalStateException.class, lru::validate, "marked as on another list");
        memory.frames().clear(1, 1 << 1);
        lru.validate();
        memory.frames().takeOff(0, 1);
        assertThrows(IllegalStateException.class, lru::validate, "counted but not in a slot");
    }

    // A page that is rotated again and again leaves a hole each time, and those that stay keep the segments in use.
    @Property(tries = 60)
    void holesArePackedWithoutLosingTheOrder(
            @ForAll @Size(min = 60, max = 200) List<@IntRange(min = 0, max = 1 << 20) Integer> operations) {
        Memory memory = memory();
        LruLists fast = memory.node(0).lru();
        NaiveLru slow = new NaiveLru();
        for (int operation : operations) {
            int frame = (operation >>> 8) % FRAMES;
            apply(memory, slow, operation);
            for (int times = 0; slow.listOf(frame) >= 0 && times < 200; times++) {
                fast.rotate(frame);
            }
            if (slow.listOf(frame) >= 0) {
                slow.rotate(frame);
            }
        }
        agree(memory, slow);
        agree(memory.copy(null), slow);
    }

    @Example
    void packingMovesFewPagesForEachSlotItWins() {
        Memory memory = memory();
        LruLists lru = memory.node(0).lru();
        for (int frame = 0; frame < FRAMES; frame++) {
            lru.addHead(frame % LruList.COUNT, frame);
        }
        int rotations = 0;
        for (int round = 0; round < 1000; round++) {
            for (int frame = 0; frame < FRAMES; frame++) {
                for (int times = 0; times < 1 + round % 7 * frame; times++) {
                    lru.rotate(frame);
                    rotations++;
                }
            }
        }
        long packed = memory.frames().slots().packedPages();
        assertTrue(packed > 0 && packed < rotations, () -> packed + " pages packed");
        lru.validate();
    }
}
