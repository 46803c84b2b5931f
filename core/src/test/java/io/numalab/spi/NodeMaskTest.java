package io.numalab.spi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodeMaskTest {

    private static final NodeMask AVAILABLE = NodeMask.of(0, 1, 2, 5);

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "0|0", "0,2|0,2", "0-2|0-2", "2,0-1,5|0-2,5", "all|0-2,5", "!0-1|2,5", "!5|0-2", "+0|0", "+3|5", "+2-3|2,5",
        "!+3|0-2", "1,1,1|1", "00|0"
    })
    void shouldReadTheGrammarOfNumactl(String text, String expected) {
        assertEquals(expected, NodeMask.parse(text, AVAILABLE).toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "3|node 3 does not exist", "0-5|node 3 does not exist", "99999999999|node 2147483646 does not exist",
        "+4|no relative node +4", "1-0|runs backwards", "x|\"x\" is not a node", "0,|\"\" is not a node",
        "0--1|\"-1\" is not a node", "-1|\"\" is not a node", "'0 '|\"0 \" is not a node", "!all|selects no node",
        "!|\"\" is not a node", "٣|is not a node"
    })
    void shouldNameTextProblemAndExistingNodes(String text, String problem) {
        String message = assertThrows(IllegalArgumentException.class, () -> NodeMask.parse(text, AVAILABLE))
                .getMessage();
        assertTrue(message.startsWith("nodes \"" + text + "\": "), message);
        assertTrue(message.contains(problem), message);
        assertTrue(message.endsWith("the nodes that exist are 0-2,5"), message);
    }

    @Test
    void shouldKeepMessagesOnOneShortLine() {
        String text = "1\n2" + "9".repeat(5_000);
        String message = assertThrows(IllegalArgumentException.class, () -> NodeMask.parse(text, AVAILABLE))
                .getMessage();
        assertEquals(1, message.lines().count());
        assertTrue(message.length() < 600, message);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1024, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void shouldRefuseNodesThatNoMachineHas(int nid) {
        String message = assertThrows(IllegalArgumentException.class, () -> NodeMask.of(nid)).getMessage();
        assertEquals("node " + nid + ": expected 0 to 1023", message);
        assertFalse(NodeMask.range(0, 1023).contains(nid));
    }

    @Test
    void shouldRefuseARangeThatRunsBackwards() {
        assertThrows(IllegalArgumentException.class, () -> NodeMask.range(2, 1));
    }

    @Test
    void shouldCrossTheWordBoundary() {
        NodeMask mask = NodeMask.range(62, 65);
        assertArrayEquals(new int[] {62, 63, 64, 65}, mask.toArray());
        assertEquals("62-65", mask.toString());
        assertEquals(64, mask.next(63));
        assertEquals(-1, mask.next(65));
        assertEquals(-1, mask.next(Integer.MAX_VALUE));
        assertEquals(62, mask.next(Integer.MIN_VALUE));
        assertEquals(1023, NodeMask.range(0, 1023).next(1022));
        assertEquals(-1, NodeMask.range(0, 1023).next(1023));
    }

    @Test
    void shouldHaveOneEmptyMask() {
        assertSame(NodeMask.EMPTY, NodeMask.of());
        assertSame(NodeMask.EMPTY, NodeMask.of(700).minus(NodeMask.of(700)));
        assertEquals("", NodeMask.EMPTY.toString());
        assertEquals(-1, NodeMask.EMPTY.first());
        assertEquals(NodeMask.of(1), NodeMask.of(1, 700).and(NodeMask.range(0, 63)));
        assertEquals(NodeMask.of(1).hashCode(), NodeMask.of(1, 700).and(NodeMask.range(0, 63)).hashCode());
    }
}
