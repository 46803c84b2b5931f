package io.numalab.policies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.spi.Capability;
import io.numalab.spi.Policies;
import io.numalab.spi.PolicyProvider;
import io.numalab.spi.PolicySpec;
import io.numalab.spi.Scope;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuiltinPoliciesTest {

    private final Policies policies = Policies.load();

    @Test
    void shouldFindExactlyThese() {
        assertEquals(
                List.of("cold-cache-first", "default", "interleave", "kswapd-wakeup", "membind", "preferred",
                        "preferred-many", "weighted-interleave", "zone_reclaim"),
                List.copyOf(policies.names()));
        assertEquals(List.of(), policies.problems());
        assertFalse(policies.origin("membind").contains("/"));
    }

    @ParameterizedTest
    @CsvSource({
        "default, default", "local, default", "localalloc, default", "bind, membind", "bind-static, membind",
        "bind-balancing, membind", "prefer, preferred", "prefer-many, preferred-many", "interleave, interleave",
        "weighted-interleave, weighted-interleave", "node_reclaim, zone_reclaim", "zone-reclaim, zone_reclaim",
        "kswapd_wakeup, kswapd-wakeup"
    })
    void shouldKnowTheWordsOfNumactlAndTheKernel(String word, String name) {
        assertEquals(name, policies.find(word).name());
    }

    @Test
    void shouldNameTheSameProvidersForClassPathAndModulePath() throws IOException {
        String services;
        String name = "/META-INF/services/" + PolicyProvider.class.getName();
        try (InputStream file = Membind.class.getResourceAsStream(name)) {
            services = new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
        List<String> found = policies.providers().stream().map(provider -> provider.getClass().getName()).toList();
        assertEquals(found, services.lines().toList());
    }

    @Test
    void shouldPlaceForTasksOrReclaimForTheMachine() {
        for (PolicyProvider provider : policies.providers()) {
            if (provider instanceof ColdCacheFirst) {
                // The only one that reclaims for a single task: that is its point.
                assertEquals(Set.of(Capability.PRESSURE, Capability.TICK), provider.capabilities());
                assertEquals(Scope.TASK, provider.usualScope());
                continue;
            }
            boolean places = provider.capabilities().contains(Capability.PLACEMENT);
            assertEquals(Set.of(places ? Capability.PLACEMENT : Capability.PRESSURE), provider.capabilities());
            assertEquals(places ? Scope.TASK : Scope.MACHINE, provider.usualScope(), provider.name());
            assertFalse(provider.description().isBlank());
            assertEquals(1, provider.description().lines().count());
        }
    }

    @Test
    void shouldWorkWithoutSettings() {
        FakeMachine machine = FakeMachine.of(2);
        for (String name : policies.names()) {
            assertTrue(policies.create(PolicySpec.of(name), machine).place(FakeQuery.on(0, machine)) != null);
        }
    }
}
