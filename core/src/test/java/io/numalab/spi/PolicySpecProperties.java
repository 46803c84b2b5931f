package io.numalab.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PolicySpecProperties {

    @Provide
    Arbitrary<PolicySpec> specs() {
        Arbitrary<String> name = Arbitraries.of("bind", "prefer-many", "Zone Reclaim", "x=y");
        Arbitrary<String> nodes = Arbitraries.of("", "0", "0-1,3", "!0,2", "+0-1", "all");
        Arbitrary<String> key = Arbitraries.of("mode", "min_slab_ratio", "static", "a-1");
        Arbitrary<String> value = Arbitraries.of("1", "-1", "true", "a=b", "a:b", "0-3");
        return Combinators.combine(name, nodes, Arbitraries.maps(key, value))
                .as((n, list, values) -> new PolicySpec(n, list, new TreeMap<>(values)));
    }

    @Property
    void shouldReadBackWhatItWrites(@ForAll("specs") PolicySpec spec) {
        assertEquals(spec, PolicySpec.parse(spec.toString()));
    }
}
