package io.numalab.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** The numbers of pages against a map. */
class PageIdsProperties {
    private static final int OWNERS = 20;

    @Property(tries = 200)
    void everyPageHasANumberOfItsOwn(@ForAll @Size(max = 400) List<@IntRange(min = 0) Integer> operations) {
        PageIds ids = new PageIds();
        Map<Integer, Map<Integer, Integer>> expected = new HashMap<>();
        for (int operation : operations) {
            int owner = 1 + operation % OWNERS;
            int index = operation / OWNERS % (1 << 20);
            if (operation % 11 == 0) {
                ids.forget(owner);
                expected.remove(owner);
            } else {
                int id = ids.id(owner, index);
                Integer before = expected.computeIfAbsent(owner, any -> new HashMap<>()).put(index, id);
                assertEquals(before == null ? id : before, id);
            }
        }
        agree(ids, expected);
        agree(new PageIds(ids), expected);
    }

    private static void agree(PageIds ids, Map<Integer, Map<Integer, Integer>> expected) {
        Map<Integer, Integer> seen = new HashMap<>();
        expected.forEach((owner, pages) -> pages.forEach((index, id) -> {
            assertEquals(owner, ids.owner(id));
            assertEquals(index, ids.index(id));
            assertEquals(id, ids.id(owner, index));
            assertNull(seen.put(id, index));
        }));
        assertEquals(PageIds.NONE, ids.id(0, 7));
        assertEquals(0, ids.owner(PageIds.NONE));
    }
}
