package io.numalab.quickstart;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class QuickstartTest {

    @Test
    void shouldSpillWithoutNodeReclaimOnly() {
        assertEquals(1, Quickstart.nodeOfHeap("zone_reclaim:mode=0"));
        assertEquals(0, Quickstart.nodeOfHeap("zone_reclaim:mode=1"));
    }
}
