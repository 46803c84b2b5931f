package io.numalab.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicySpecTest {

    @Test
    void shouldReadNodesAndSettings() {
        assertEquals(PolicySpec.of("default"), PolicySpec.parse("default"));
        assertEquals(new PolicySpec("bind", "0-1", new TreeMap<>()), PolicySpec.parse(" bind:0-1 "));
        assertEquals("0,2", PolicySpec.parse("prefer-many:0, 2").nodes());
        PolicySpec spec = PolicySpec.parse("zone_reclaim:mode=1, min_unmapped_ratio=5");
        assertEquals("", spec.nodes());
        assertEquals(new TreeMap<>(Map.of("mode", "1", "min_unmapped_ratio", "5")), spec.values());
        assertEquals("zone_reclaim:min_unmapped_ratio=5,mode=1", spec.toString());
        assertEquals("bind:!0,2,static=true", PolicySpec.parse("bind:!0,2,static=true").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", " ", ":0", "bind:", "bind:0,", "bind:,0", "bind:0:1", "zone_reclaim:mode=", "zone_reclaim:=1",
        "zone_reclaim:mode=1,mode=2", "zone_reclaim:mode=1,0", "bind:nodes=0", "zone_reclaim:Mode=1", "bind:0\n,"
    })
    void shouldRefuseWhatIsMalformed(String text) {
        String message = assertThrows(PolicyException.class, () -> PolicySpec.parse(text)).getMessage();
        assertTrue(message.startsWith("policy \"" + text.replace('\n', '?') + "\": "), message);
        assertTrue(message.endsWith("; write NAME, NAME:NODES or NAME:KEY=VALUE,KEY=VALUE"), message);
        assertEquals(1, message.lines().count());
    }

    @Test
    void shouldRefusePartsThatCouldNotBeReadBack() {
        TreeMap<String, String> none = new TreeMap<>();
        assertThrows(IllegalArgumentException.class, () -> new PolicySpec("a:b", "", none));
        assertThrows(IllegalArgumentException.class, () -> new PolicySpec("a", "0,,1", none));
        assertThrows(IllegalArgumentException.class, () -> new PolicySpec("a", "b=c", none));
        assertThrows(IllegalArgumentException.class, () -> new PolicySpec("a", "", new TreeMap<>(Map.of("k", "1,2"))));
        assertThrows(UnsupportedOperationException.class, () -> PolicySpec.of("a").values().put("k", "v"));
    }
}
