package io.numalab.benchmarks;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.numalab.stat.EngineWork;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The full-scale run on two sizes of machine, with the policies that ServiceLoader finds: what the engine looks at for
 * a fault is little, and no more where memory is eight times as large. An accidental O(n) shows here without a clock.
 */
class EngineWorkTest {
    private static final String SMALL = "2x128MiB";
    private static final String LARGE = "2x1GiB";
    /** The most of each for a fault, with half as many evictions as faults in batches of 32 pages. */
    private static final Map<String, Double> MOST = Map.ofEntries(
            Map.entry("bitmapWords", 0.05), Map.entry("listSlots", 0.7), Map.entry("packedPages", 0.0),
            Map.entry("zonesMet", 0.2), Map.entry("policyCalls", 0.03), Map.entry("reclaims", 0.03),
            Map.entry("batches", 0.1), Map.entry("pagesMet", 0.7), Map.entry("pagesMoved", 0.0),
            Map.entry("pagesAhead", 1.0), Map.entry("turns", 0.2));

    private static Map<String, Double> forAFault(String nodes, String policy) {
        FullScale run = new FullScale(nodes, policy, FullScale.References.NONE);
        EngineWork before = run.machine().work();
        double faults = run.run();
        EngineWork work = run.machine().work().since(before);
        run.machine().validate();
        Map<String, Double> each = new LinkedHashMap<>();
        for (var component : EngineWork.class.getRecordComponents()) {
            try {
                each.put(component.getName(), (long) component.getAccessor().invoke(work) / faults);
            } catch (ReflectiveOperationException e) {
                throw new LinkageError(component.getName(), e);
            }
        }
        return each;
    }

    @ParameterizedTest
    @ValueSource(strings = {"zone_reclaim:mode=1", "bind:0"})
    void shouldDoLittleForAFaultAndNoMoreOnALargeMachine(String policy) {
        Map<String, Double> small = forAFault(SMALL, policy);
        Map<String, Double> large = forAFault(LARGE, policy);
        small.forEach((what, each) -> {
            assertTrue(each <= MOST.get(what), what + " for a fault on " + SMALL + ": " + each);
            assertTrue(large.get(what) <= 1.25 * each + 0.01,
                    what + " for a fault: " + each + " on " + SMALL + ", " + large.get(what) + " on " + LARGE);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"zone_reclaim:mode=1", "bind:0"})
    void shouldAllocateNothingForAFaultButThePageTable(String policy) {
        FullScale run = new FullScale(LARGE, policy, FullScale.References.NONE);
        run.run();
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = thread.getCurrentThreadAllocatedBytes();
        long faults = run.run();
        long bytes = thread.getCurrentThreadAllocatedBytes() - before;
        // The anonymous mapping of the run: 4 bytes for each of its pages.
        long mappingBytes = run.machine().spec().node(0).managedPages() * 12 / 25 * 4;
        assertTrue(bytes - mappingBytes < 60_000, bytes + " bytes for " + faults + " faults and a mapping of "
                + mappingBytes);
    }
}
