package io.numalab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.numalab.spi.PolicyException;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyListTest {

    @Test
    void shouldKeepNodesAndSettingsWithTheirPolicy() {
        assertEquals(List.of("default", "membind"), PolicyList.split("default,membind"));
        assertEquals(List.of("bind:0,1", "zone_reclaim:mode=1,min_slab_ratio=5", "default"),
                PolicyList.split("bind:0,1,zone_reclaim:mode=1,min_slab_ratio=5,default"));
        assertEquals(List.of("bind:0-1,3,static=true", "prefer:+1"),
                PolicyList.split("bind:0-1,3,static=true;prefer:+1"));
        assertEquals(List.of("zone_reclaim:mode=1", "zone_reclaim:mode=3"),
                PolicyList.split("zone_reclaim:mode=1, zone_reclaim:mode=3"));
    }

    @Test
    void shouldRefuseEmptyParts() {
        assertThrows(PolicyException.class, () -> PolicyList.split(""));
        assertThrows(PolicyException.class, () -> PolicyList.split("default,"));
        assertThrows(PolicyException.class, () -> PolicyList.split(";default"));
    }
}
