package io.numalab.scenario.language;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

class ScenarioProperties {
    private static final List<String> PIECES = List.of(
            "@param n 3 1..9\n", "${n}", "${n*", "sim repeat 3 as i\n", "end\n", "task B cpu=node0\n", "A ",
            "bg ", "anon h ", "1e9", "-1", "99999999999999999999", "\t", "\u0000", "${", "}", "@node ",
            "@distance 10\n", "sim ", "alloc ", "n0 ", "order=", "\r", "cpu=cpu0-", "\ud800", "wait\n", "%",
            "/0}");

    @Provide
    Arbitrary<String> originals() throws IOException {
        List<String> names = ScenarioTest.recorderScenarios().toList();
        return Arbitraries.of(names).map(name -> {
            try {
                return ScenarioTest.resource("scenarios/" + name);
            } catch (IOException missing) {
                throw new IllegalStateException(missing);
            }
        });
    }

    /** Whatever the text, the parser understands it or complains in one line; and what it understands round-trips. */
    @Property(tries = 2000)
    void shouldNeverThrowAnythingElse(@ForAll("originals") String original, @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder text = new StringBuilder(original);
        for (int change = random.nextInt(6); change >= 0; change--) {
            int at = random.nextInt(text.length() + 1);
            switch (random.nextInt(4)) {
                case 0 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                case 1 -> text.delete(at, Math.min(text.length(), at + random.nextInt(12)));
                case 2 -> text.insert(at, (char) random.nextInt(0x250));
                default -> text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(80))));
            }
        }
        Scenario scenario;
        try {
            scenario = Scenario.parse("x.scn", text.toString());
        } catch (ScenarioException complaint) {
            assertFalse(complaint.getMessage().contains("\n"), complaint.getMessage());
            return;
        }
        Scenario again = Scenario.parse("x.scn", scenario.text());
        assertEquals(scenario.text(), again.text());
        assertEquals(ScenarioTest.steps(scenario), ScenarioTest.steps(again));
    }

    @Property
    void shouldPrintSizesThatReadBack(@ForAll @LongRange(min = 0, max = ByteSize.BYTES_MAX) long bytes) {
        assertEquals(bytes, ByteSize.parse(ByteSize.format(bytes)));
    }

    @Property
    void shouldPrintNumberListsThatReadBack(@ForAll("lists") List<Integer> numbers) {
        assertEquals(numbers, NumberList.parse(NumberList.format(numbers)));
    }

    @Provide
    Arbitrary<List<Integer>> lists() {
        return Arbitraries.integers().between(0, NumberList.NUMBER_MAX).set().ofMinSize(1).ofMaxSize(40)
                .map(set -> set.stream().sorted().toList());
    }
}
