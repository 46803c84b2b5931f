package io.numalab.scenario.lru;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Against a {@link LinkedHashMap} in access order, which shares nothing with it. */
class TraceLruProperties {

    private static final class Twin extends LinkedHashMap<Long, Boolean> {
        private static final long serialVersionUID = 1L;
        private final int capacity;
        private long misses;

        Twin(int capacity) {
            super(16, 0.75f, true);
            this.capacity = capacity;
        }

        void request(long id) {
            misses += put(id, true) == null ? 1 : 0;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
            return size() > capacity;
        }
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void shouldMissWhenAMapMisses(
            @ForAll @IntRange(min = 1, max = 300) int capacity, @ForAll @IntRange(min = 1, max = 1000) int objects,
            @ForAll @IntRange(min = 0, max = 20_000) int requests, @ForAll long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        // Few popular objects, many rare ones, and numbers that lie close together or far apart.
        long stride = random.nextBoolean() ? 1 : random.nextLong() | 1;
        Twin twin = new Twin(capacity);
        StringBuilder csv = new StringBuilder();
        for (int i = 0; i < requests; i++) {
            long id = random.nextInt(1 + random.nextInt(objects)) * stride;
            twin.request(id);
            csv.append(Long.toUnsignedString(id)).append(random.nextBoolean() ? "\n" : ",4096\r\n");
        }
        TraceLru lru = new TraceLru(capacity);
        lru.play(new ByteArrayInputStream(csv.toString().getBytes(StandardCharsets.US_ASCII)), "t",
                TraceColumns.FIRST);
        lru.validate();
        assertEquals(requests, lru.requests());
        assertEquals(twin.misses, lru.misses());
    }
}
