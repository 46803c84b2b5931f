package io.numalab.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Every benchmark once with tiny sizes, in this JVM: that they run, not how fast. */
class SmokeTest {

    private static OptionsBuilder options(Class<?> benchmark) {
        OptionsBuilder options = new OptionsBuilder();
        options.include("\\." + benchmark.getSimpleName() + "\\.").forks(0).warmupIterations(0)
                .measurementIterations(1).measurementTime(TimeValue.milliseconds(1)).shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
        return options;
    }

    private static Collection<RunResult> run(OptionsBuilder options) throws Exception {
        Collection<RunResult> results = new Runner(options.build()).run();
        assertFalse(results.isEmpty());
        return results;
    }

    @Test
    void shouldRunTheAllocator() throws Exception {
        OptionsBuilder options = options(AllocatorBenchmark.class);
        options.param("frames", "8192");
        assertEquals(3 * AllocatorBenchmark.Pattern.values().length, run(options).size());
    }

    @Test
    void shouldRunTheLists() throws Exception {
        OptionsBuilder options = options(LruBenchmark.class);
        options.param("pages", "1000");
        assertEquals(12, run(options).size());
    }

    @Test
    void shouldRunTheFullScaleInSmall() throws Exception {
        OptionsBuilder options = options(FullScaleBenchmark.class);
        options.param("nodes", "2x64MiB");
        assertEquals(6, run(options).size());
    }

    @Test
    void shouldEvictTheFile() {
        for (String policy : List.of("zone_reclaim:mode=5", "bind:0")) {
            for (FullScale.References references : FullScale.References.values()) {
                FullScale run = new FullScale("2x128MiB", policy, references);
                long nodePages = run.machine().spec().node(0).managedPages();
                long faults = run.run();
                assertTrue(faults >= nodePages * 2, policy + ": " + faults);
                assertTrue(run.evictions() > nodePages / 2, policy + " " + references + ": " + run.evictions());
                run.machine().validate();
            }
        }
    }

    @Test
    void shouldRunTheRest() throws Exception {
        OptionsBuilder trace = options(TraceLruBenchmark.class);
        trace.param("requests", "5000").param("objects", "1000").param("capacityPages", "100");
        assertEquals(2, run(trace).size());
        assertEquals(2, run(options(SteadyStateBenchmark.class)).size());
        assertEquals(1, run(options(StartBenchmark.class)).size());
        OptionsBuilder policies = options(SpiCostBenchmark.class);
        policies.param("nodes", "2x64MiB");
        assertEquals(2, run(policies).size());
        assertEquals(5, HeapTable.lines(16).size());
        new Cores("2x16MiB", 1).compare(1, 1);
    }

    @Test
    void shouldAgreeOnTheMisses() throws Exception {
        TraceLruBenchmark benchmark = new TraceLruBenchmark();
        benchmark.requests = 20_000;
        benchmark.objects = 3000;
        benchmark.capacityPages = 200;
        benchmark.subject = "numalab";
        benchmark.write();
        long misses = benchmark.play(new TraceLruBenchmark.Work());
        benchmark.subject = "map";
        assertEquals(benchmark.play(new TraceLruBenchmark.Work()), misses);
    }

    @Test
    void shouldCompareSubjectsInTurns() throws Exception {
        Ratios ratios = new Ratios();
        ratios.run(new CommandLineOptions("-f", "0", "-wi", "0", "-i", "1", "-r", "1ms", "-v", "SILENT", "-p",
                "frames=8192", "-p", "pattern=REPEAT", "AllocatorBenchmark"), List.of("numalab", "list"), 3);
        assertEquals(1, ratios.lines().size());
        assertTrue(ratios.lines().get(0).matches(".*pattern=REPEAT +numalab .* list .*\\(ratio .*\\)"),
                ratios.lines().toString());
    }
}
