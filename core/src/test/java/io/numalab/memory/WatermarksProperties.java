package io.numalab.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.spi.ZoneType;
import io.numalab.topology.KernelVersion;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Invariant 39 of linux-model 25: the order of the marks, their distances and how they grow with the zone. */
class WatermarksProperties {
    private static final int SAMPLES = 300;

    /** A zone: type and managed pages. */
    record Zone(ZoneType type, int managedPages) {}

    /** What marks are computed from; {@code minFreePages} so that it can be multiplied without rounding. */
    record Input(List<Zone> zones, int minFreePages, int scaleFactor, KernelVersion kernel, int multiple) {
        ZoneType[] types() {
            return zones.stream().map(Zone::type).toArray(ZoneType[]::new);
        }

        int[] managed(int times) {
            return zones.stream().mapToInt(zone -> zone.managedPages() * times).toArray();
        }
    }

    /** A way to compute marks: the real one or one with a fault. */
    interface Rule {
        Watermarks[] marks(ZoneType[] types, int[] managed, long kilobytes, int factor, KernelVersion kernel);
    }

    @Provide
    Arbitrary<Input> inputs() {
        Arbitrary<Integer> pages = Arbitraries.oneOf(
                Arbitraries.integers().between(0, 5000), Arbitraries.integers().between(0, 40_000_000));
        Arbitrary<List<Zone>> others = Combinators.combine(Arbitraries.of(ZoneType.class), pages).as(Zone::new)
                .list().ofMaxSize(7);
        // Enough low memory that no mark of a huge MOVABLE zone reaches the largest int, where marks saturate.
        Arbitrary<Zone> first = Arbitraries.integers().between(200_000, 1_000_000)
                .map(managed -> new Zone(ZoneType.NORMAL, managed));
        Arbitrary<List<Zone>> zones = Combinators.combine(first, others).as((zone, more) ->
                Stream.concat(Stream.of(zone), more.stream()).toList());
        return Combinators.combine(
                        zones,
                        Arbitraries.integers().between(0, 200_000),
                        Arbitraries.integers().between(1, 3000),
                        Arbitraries.of(KernelVersion.class),
                        Arbitraries.integers().between(2, 8))
                .as(Input::new)
                .withoutEdgeCases();
    }

    @Property
    void shouldKeepOrderAndDistances(@ForAll("inputs") Input input) {
        assertEquals("", violation(input, Watermarks::forZones));
    }

    @Example
    void shouldCatchPlantedFaults() {
        List<Input> inputs = inputs().sampleStream().limit(SAMPLES).toList();
        Rule uneven = (types, managed, kilobytes, factor, kernel) -> changed(
                Watermarks.forZones(types, managed, kilobytes, factor, kernel),
                mark -> new Watermarks(mark.min(), mark.low(), mark.high() + 1, mark.promo() + 1));
        Rule lowBelowMin = (types, managed, kilobytes, factor, kernel) -> changed(
                Watermarks.forZones(types, managed, kilobytes, factor, kernel),
                mark -> new Watermarks(mark.promo(), mark.high(), mark.low(), mark.min()));
        Rule fixedGap = (types, managed, kilobytes, factor, kernel) -> changed(
                Watermarks.forZones(types, managed, kilobytes, factor, kernel),
                mark -> new Watermarks(mark.min(), mark.min() + 32, mark.min() + 64, mark.min() + 96));
        for (Rule fault : List.of(uneven, lowBelowMin, fixedGap)) {
            assertTrue(inputs.stream().anyMatch(input -> !violation(input, fault).isEmpty()));
        }
        assertFalse(inputs.stream().anyMatch(input -> !violation(input, Watermarks::forZones).isEmpty()));
    }

    private static Watermarks[] changed(Watermarks[] marks, UnaryOperator<Watermarks> change) {
        Watermarks[] faulty = new Watermarks[marks.length];
        for (int zone = 0; zone < marks.length; zone++) {
            faulty[zone] = change.apply(marks[zone]);
        }
        return faulty;
    }

    private static String violation(Input input, Rule rule) {
        Watermarks[] marks = rule.marks(
                input.types(), input.managed(1), 4L * input.minFreePages(), input.scaleFactor(), input.kernel());
        int times = input.multiple();
        Watermarks[] scaled = rule.marks(input.types(), input.managed(times), 4L * times * input.minFreePages(),
                input.scaleFactor(), input.kernel());
        for (int zone = 0; zone < marks.length; zone++) {
            Watermarks mark = marks[zone];
            int gap = mark.low() - mark.min();
            if (mark.min() < 0 || gap < 0 || mark.high() - mark.low() != gap || mark.promo() - mark.high() != gap) {
                return "zone " + zone + ": " + mark;
            }
            int scaledGap = scaled[zone].low() - scaled[zone].min();
            // Rounding down loses less than a page, which the multiple makes less than `times` pages.
            if (scaledGap < (long) gap * times || scaledGap >= (gap + 1L) * times) {
                return "zone " + zone + ": gap " + gap + " times " + times + " is not " + scaledGap;
            }
        }
        return "";
    }

    @Property
    void shouldHandOutNoMoreThanTheMinimum(@ForAll("inputs") Input input) {
        Watermarks[] marks = Watermarks.forZones(
                input.types(), input.managed(1), 4L * input.minFreePages(), input.scaleFactor(), input.kernel());
        long shared = 0;
        for (int zone = 0; zone < marks.length; zone++) {
            boolean own = input.zones().get(zone).type() == ZoneType.MOVABLE
                    && input.kernel().atLeast(KernelVersion.V6_12);
            shared += own ? 0 : marks[zone].min();
        }
        assertTrue(shared <= input.minFreePages(), () -> "more than " + input.minFreePages());
    }

    @Property
    void shouldTakeSquareRootsAsBigIntegersDo(@ForAll long value) {
        long positive = value & Long.MAX_VALUE;
        assertEquals(BigInteger.valueOf(positive).sqrt().longValueExact(), Watermarks.squareRoot(positive));
    }

    @Property
    void shouldReserveNothingFromLowerClassesAndOtherNodes(@ForAll("inputs") Input input) {
        int[] nids = new int[input.zones().size()];
        for (int zone = 0; zone < nids.length; zone++) {
            nids[zone] = zone;
        }
        // Every zone on a node of its own: there is no higher zone to keep pages from.
        for (int[] row : Watermarks.lowmemReserve(nids, input.types(), input.managed(1))) {
            assertEquals(List.of(0, 0, 0, 0), Arrays.stream(row).boxed().toList());
        }
        int[][] reserve = Watermarks.lowmemReserve(new int[nids.length], input.types(), input.managed(1));
        for (int zone = 0; zone < nids.length; zone++) {
            for (int requestClass = 1; requestClass < reserve[zone].length; requestClass++) {
                boolean lower = requestClass <= input.types()[zone].ordinal();
                assertTrue(lower ? reserve[zone][requestClass] == 0
                        : reserve[zone][requestClass] >= reserve[zone][requestClass - 1]);
            }
        }
    }
}
