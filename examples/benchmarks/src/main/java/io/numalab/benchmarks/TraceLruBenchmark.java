package io.numalab.benchmarks;

import io.numalab.scenario.lru.TraceColumns;
import io.numalab.scenario.lru.TraceLru;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Traces a second, and requests a second, of an exact LRU that reads CSV: G9. The trace is Zipf's, from memory. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx1500m")
@Warmup(iterations = 1, time = 2)
@Measurement(iterations = 3, time = 2)
public class TraceLruBenchmark {

    /** Who keeps the cache: the engine, or the JDK's map in access order. */
    @Param({"numalab", "map"})
    public String subject;

    /** Requests of the trace. */
    @Param("10000000")
    public int requests;

    /** Different objects. */
    @Param("1000000")
    public int objects;

    /** Objects that the cache holds. */
    @Param("100000")
    public int capacityPages;

    private byte[] csv;

    /** What JMH adds up and divides by the time. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Work {
        /** Lines of the trace. */
        public long requests;
    }

    /** Called by JMH. */
    @Setup
    public void write() throws IOException {
        double[] upTo = new double[objects];
        double sum = 0;
        for (int rank = 0; rank < objects; rank++) {
            sum += 1.0 / (rank + 1);
            upTo[rank] = sum;
        }
        SplittableRandom random = new SplittableRandom(1);
        int scatter = objects / 2 + 1 | 1;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < requests; i++) {
            int found = Arrays.binarySearch(upTo, random.nextDouble() * sum);
            long rank = Math.min(objects - 1, found < 0 ? -found - 1 : found);
            // Popular objects have numbers all over the range.
            out.write((rank * scatter % objects + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        csv = out.toByteArray();
    }

    /** Plays the whole trace. @return the misses */
    @Benchmark
    public long play(Work work) throws IOException {
        work.requests += requests;
        if (subject.equals("numalab")) {
            TraceLru lru = new TraceLru(capacityPages);
            lru.play(new ByteArrayInputStream(csv), "zipf", TraceColumns.FIRST);
            return lru.misses();
        }
        return mapMisses();
    }

    private long mapMisses() throws IOException {
        Map<Long, Boolean> cache = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
                return size() > capacityPages;
            }
        };
        long misses = 0;
        BufferedReader lines = new BufferedReader(
                new InputStreamReader(new ByteArrayInputStream(csv), StandardCharsets.US_ASCII));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            misses += cache.put(Long.parseLong(line), true) == null ? 1 : 0;
        }
        return misses;
    }
}
