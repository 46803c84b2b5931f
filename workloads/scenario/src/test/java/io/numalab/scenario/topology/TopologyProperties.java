package io.numalab.scenario.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.numalab.scenario.SampleFolder;
import io.numalab.scenario.TextMutation;
import io.numalab.scenario.language.ScenarioException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class TopologyProperties {
    private static final int SAMPLE_CHARACTERS_MAX = 20_000;
    private static final List<String> PIECES = List.of("node 0 cpus: ", "node 1023 size: 1 MB\n", "node distances:\n",
            "999999999999999999", "-1", "0-8191", "Node 0, zone   Normal\n", "==> x/node5/distance <==\n",
            "\0", ">", "\t",
            "<object type=\"NUMANode\" os_index=\"7\"/>", "<!ENTITY a \"b\">", "&a;", "<![CDATA[", "]]>", "</object>",
            "Numa node 0 1\n", "@node 1G cpus=0\n", "0xffffffff,", "\ud800", "cpuset=\"0xf...f\"", "(0-1)", "\n\n",
            "255 ",
            "managed 1\n", "protection: (1, 2)\n", "${", "sim zone 0 Normal start=1 managed=1 min=1 low=1 high=1"
                    + " protection=\n");
    private static final List<String> ORIGINALS = originals();

    /** The synthetic texts, and the samples where they are. */
    private static List<String> originals() {
        List<String> texts = new ArrayList<>(TopologyReaderTest.texts());
        for (Path file : SampleFolder.files()) {
            try {
                String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
                texts.add(text.substring(0, Math.min(text.length(), SAMPLE_CHARACTERS_MAX)));
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
        return texts;
    }

    @Provide
    Arbitrary<Integer> originalIndexes() {
        return Arbitraries.integers().between(0, ORIGINALS.size() - 1);
    }

    /** Whatever the text: it is understood or refused in one line, and what is understood is written and read back. */
    @Property(tries = 2000)
    void shouldUnderstandOrRefuseInOneLine(@ForAll("originalIndexes") int original, @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder text = new StringBuilder(ORIGINALS.get(original));
        for (int change = random.nextInt(8); change >= 0; change--) {
            TextMutation.mutate(text, PIECES, random);
        }
        Topology topology;
        try {
            topology = TopologyReader.parse("f", text.toString());
            topology = topology.complete();
        } catch (ScenarioException complaint) {
            assertFalse(complaint.getMessage().contains("\n"), complaint.getMessage());
            assertFalse(complaint.getMessage().contains("\r"), complaint.getMessage());
            return;
        }
        List<String> lines = topology.scenarioLines();
        assertEquals(lines, TopologyReader.parse("f", String.join("\n", lines)).complete().scenarioLines());
    }

    /** Texts that would make a careless pattern or recursion go on for ever. */
    @Property(tries = 60)
    void shouldNotChokeOnRepetition(@ForAll("originalIndexes") int original, @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        String whole = ORIGINALS.get(original);
        int from = random.nextInt(whole.length());
        String piece = whole.substring(from, Math.min(whole.length(), from + 1 + random.nextInt(40)));
        String text = whole.substring(0, from) + piece.repeat(200_000 / piece.length()) + whole.substring(from);
        try {
            TopologyReader.parse("f", text).complete();
        } catch (ScenarioException complaint) {
            assertFalse(complaint.getMessage().contains("\n"), complaint.getMessage());
        }
    }
}
