package io.numalab.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Which placements are the same: the engine and the rule of steady placements compare them. */
class PlacementTest {

    @Test
    void shouldDifferInEveryPart() {
        List<Placement> different = List.of(
                Placement.preferred(0),
                Placement.preferred(1),
                Placement.preferred(0).balanced(),
                Placement.bind(0, NodeMask.of(0)),
                Placement.bind(0, NodeMask.of(0, 1)),
                Placement.fixed(new Placement.Pass(0, null, false), new Placement.Pass(0, null, true)),
                Placement.interleaved(Placement.Form.INDEXED, new int[] {0, 1}, true),
                Placement.interleaved(Placement.Form.INDEXED, new int[] {0, 1}, false),
                Placement.interleaved(Placement.Form.INDEXED, new int[] {1, 0}, true),
                Placement.interleaved(Placement.Form.SEQUENCED, new int[] {0, 1}, true),
                Placement.perPage(Placement.preferred(0)),
                Placement.perPage(Placement.preferred(1)));
        for (int i = 0; i < different.size(); i++) {
            for (int j = 0; j < different.size(); j++) {
                if (i != j) {
                    assertNotEquals(different.get(i), different.get(j));
                    assertNotEquals(different.get(i).hashCode(), different.get(j).hashCode());
                }
            }
        }
    }

    @Test
    void shouldBeTheSameWhenMadeTheSameWay() {
        assertEquals(Placement.preferred(1).balanced(), Placement.preferred(1).balanced());
        assertEquals(Placement.preferred(1).hashCode(), Placement.preferred(1).hashCode());
        assertEquals(Placement.interleaved(Placement.Form.INDEXED, new int[] {0, 1}, true),
                Placement.interleaved(Placement.Form.INDEXED, new int[] {0, 1}, true));
    }
}
