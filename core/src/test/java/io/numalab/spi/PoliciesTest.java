package io.numalab.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoliciesTest {

    private static final NodeMask NODES = NodeMask.of(0, 1);

    private static final FakeProvider MEMBIND =
            new FakeProvider("membind", List.of("bind"), List.of(Parameter.nodes(true, "the nodes")));
    private static final FakeProvider ZONE_RECLAIM = new FakeProvider("zone_reclaim", List.of(), List.of(
            Parameter.integer("mode", 1, 0, 7, "the mode"), Parameter.flag("eager", false, "a switch")));
    private static final FakeProvider NEAR = new FakeProvider("near", List.of("local"), List.of());

    private final Policies policies = Policies.of(ZONE_RECLAIM, MEMBIND, NEAR);

    private static String messageOf(Executable refused) {
        String message = assertThrows(PolicyException.class, refused).getMessage();
        assertEquals(1, message.lines().count(), message);
        return message;
    }

    private static class BrokenName extends FakeProvider {
        BrokenName() {
            super("unused");
        }

        @Override
        public String name() {
            throw new IllegalStateException("no name\ntoday");
        }
    }

    private static final class BrokenParameters extends FakeProvider {
        BrokenParameters() {
            super("broken", List.of("broke"), List.of());
        }

        @Override
        public List<Parameter> parameters() {
            throw new NoClassDefFoundError("com/example/Missing");
        }
    }

    private static final class Capable extends FakeProvider {
        private final Set<Capability> points;

        Capable(String name, Capability... points) {
            super(name);
            this.points = Set.of(points);
        }

        @Override
        public Set<Capability> capabilities() {
            return points;
        }
    }

    private static final class OtherVersion extends FakeProvider {
        OtherVersion() {
            super("future");
        }

        @Override
        public int spiVersion() {
            return 2;
        }
    }

    private static final class BrokenCreation extends FakeProvider {
        private final RuntimeException failure;

        BrokenCreation(String name, RuntimeException failure) {
            super(name);
            this.failure = failure;
        }

        @Override
        public AllocationPolicy create(PolicyConfig config, PolicyContext context) {
            if (failure != null) {
                throw failure;
            }
            return null;
        }
    }

    @Test
    void shouldListByNameAndFindByAlias() {
        assertEquals(new TreeSet<>(List.of("membind", "near", "zone_reclaim")), policies.names());
        assertEquals(List.of(MEMBIND, NEAR, ZONE_RECLAIM), policies.providers());
        assertSame(MEMBIND, policies.find("bind"));
        assertSame(NEAR, policies.find("local"));
        assertEquals("test-classes", policies.origin("bind"));
        assertTrue(policies.problems().isEmpty());
    }

    @Test
    void shouldNameTheKnownAndTheNearest() {
        assertEquals(
                "policy \"membnid\" is unknown; did you mean \"membind\"?; known: membind, near, zone_reclaim",
                messageOf(() -> policies.find("membnid")));
        assertTrue(messageOf(() -> policies.find("Zone-Reclaim")).contains("did you mean \"zone_reclaim\"?"));
        assertTrue(messageOf(() -> policies.find("bnd")).contains("did you mean \"bind\"?"));
        assertFalse(messageOf(() -> policies.find("qqqqqqqqqqqq")).contains("did you mean"));
        assertTrue(messageOf(() -> policies.find("a\nb")).startsWith("policy \"a?b\" is unknown"));
        assertTrue(messageOf(() -> Policies.of().find("bind")).contains("known: none; add numalab-policies"));
    }

    @Test
    void shouldRefuseTheReservedNameAndCapabilitiesThatMakeNoSense() {
        Policies some = Policies.of(new FakeProvider("default"), new FakeProvider("x", List.of("default"), List.of()),
                new Capable("idle"), new Capable("half", Capability.PAGE_PLACEMENT),
                new Capable("late", Capability.AFTER_RECLAIM), MEMBIND);
        assertEquals(new TreeSet<>(List.of("membind")), some.names());
        String who = "io.numalab.spi.FakeProvider in test-classes";
        assertEquals("provider " + who + " has the reserved name \"default\", which removes a policy; rename it",
                some.problems().get(0));
        assertEquals(some.problems().get(1), messageOf(() -> some.find("x")));
        assertTrue(messageOf(() -> some.find("idle")).contains("declares no capability; declare at least one of"));
        assertTrue(messageOf(() -> some.find("half")).contains("PAGE_PLACEMENT without PLACEMENT; declare both"));
        assertTrue(messageOf(() -> some.find("late")).contains("AFTER_RECLAIM without PRESSURE; declare both"));
    }

    @Test
    void shouldRefuseTwoProvidersOfOneName() {
        FakeProvider second = new BrokenCreation("membind", null);
        assertEquals("policy \"membind\" is provided twice: by io.numalab.spi.FakeProvider in test-classes and by "
                        + "io.numalab.spi.PoliciesTest$BrokenCreation in test-classes; remove or rename one",
                messageOf(() -> Policies.of(MEMBIND, second)));
        FakeProvider sameAlias = new FakeProvider("other", List.of("bind"), List.of());
        assertTrue(messageOf(() -> Policies.of(MEMBIND, sameAlias)).startsWith("policy \"bind\" is provided twice"));
        FakeProvider aliasIsName = new FakeProvider("bind");
        assertTrue(messageOf(() -> Policies.of(aliasIsName, MEMBIND)).startsWith("policy \"bind\" is provided twice"));
        // A broken provider still occupies its name: the other one must not win by luck.
        assertTrue(messageOf(() -> Policies.of(new FakeProvider("future"), new OtherVersion()))
                .startsWith("policy \"future\" is provided twice"));
    }

    @Test
    void shouldIsolateABrokenProviderUntilItIsAskedFor() {
        Policies some = Policies.of(new BrokenName(), new BrokenParameters(), MEMBIND);
        assertEquals(new TreeSet<>(List.of("membind")), some.names());
        assertSame(MEMBIND, some.find("membind"));
        assertEquals(2, some.problems().size());
        String message = messageOf(() -> some.find("broke"));
        assertTrue(message.contains("PoliciesTest$BrokenParameters in test-classes is broken"), message);
        assertTrue(message.contains("com/example/Missing"), message);
        assertTrue(messageOf(() -> some.find("nonsense")).contains("no name?today"));
    }

    @Test
    void shouldRefuseAnotherSpiVersionOnlyWhenAskedFor() {
        Policies some = Policies.of(new OtherVersion(), MEMBIND);
        assertEquals(new TreeSet<>(List.of("membind")), some.names());
        assertEquals("policy \"future\" (io.numalab.spi.PoliciesTest$OtherVersion in test-classes) is written for "
                        + "version 2 of the SPI, this engine speaks version 1; use a build of the plug-in for that "
                        + "version",
                messageOf(() -> some.find("future")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "null", value = {"Upper", "''", "1st", "a b", "a:b", "_a", "ä", "null"})
    void shouldRefuseABadName(String name) {
        Policies some = Policies.of(new FakeProvider(name), MEMBIND);
        assertEquals(1, some.names().size());
        String message = messageOf(() -> some.find(name == null ? "x" : name));
        assertTrue(message.contains("has a bad name: \"" + name + "\", expected lower-case letters"), message);
    }

    @Test
    void shouldRefuseABadAliasOrATooLongName() {
        String message = messageOf(() -> Policies.of(new FakeProvider("good", List.of("B"), List.of())).find("good"));
        assertTrue(message.contains("has a bad alias: \"B\""), message);
        assertEquals(0, Policies.of(new FakeProvider("a".repeat(65))).names().size());
        assertEquals(1, Policies.of(new FakeProvider("a".repeat(64))).names().size());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "zone_reclaim:mod=1|unknown parameter \"mod\"; did you mean \"mode\"?; it has mode, eager",
        "bind:0,mode=1|unknown parameter \"mode\"; it has none",
        "zone_reclaim:mode=8|parameter mode = 8 is out of range: expected a number from 0 to 7",
        "zone_reclaim:mode=-1|parameter mode = -1 is out of range: expected a number from 0 to 7",
        "zone_reclaim:mode=one|parameter mode = \"one\": expected a number from 0 to 7",
        "zone_reclaim:mode=1e99|parameter mode = \"1e99\": expected a number from 0 to 7",
        "zone_reclaim:eager=yes|parameter eager = \"yes\": expected true or false",
        "zone_reclaim:0-1|it takes no nodes, but \"0-1\" is given",
        "bind|parameter nodes needs a value: the nodes",
        "bind:0,2|nodes \"0,2\": node 2 does not exist; the nodes that exist are 0-1"
    })
    void shouldCheckSettings(String spec, String problem) {
        PolicySpec parsed = PolicySpec.parse(spec);
        assertEquals("policy \"" + parsed.name() + "\": " + problem, messageOf(() -> policies.config(parsed, NODES)));
    }

    @Test
    void shouldGiveCheckedSettings() {
        PolicyConfig config = policies.config(PolicySpec.parse("zone_reclaim:eager=true"), NODES);
        assertEquals(1, config.integer("mode"));
        assertTrue(config.flag("eager"));
        assertSame(NodeMask.EMPTY, config.nodes());
        assertEquals("zone_reclaim", config.policy());
        assertEquals(NODES, policies.config(PolicySpec.parse("bind:all"), NODES).nodes());
        String message = assertThrows(IllegalArgumentException.class, () -> config.integer("eager")).getMessage();
        assertTrue(message.contains("\"eager\" of this type; declared: eager, mode"), message);
    }

    @Test
    void shouldCreateOrSayWhyNot() {
        FakeContext context = new FakeContext(NODES);
        assertNotNull(policies.create(PolicySpec.parse("bind:0-1"), context));
        Policies broken = Policies.of(
                new BrokenCreation("thrower", new IllegalStateException("two\nlines")),
                new BrokenCreation("refuser", new PolicyException("not here")),
                new BrokenCreation("nuller", null));
        assertTrue(messageOf(() -> broken.create(PolicySpec.of("thrower"), context)).contains("two?lines"));
        assertEquals("not here", messageOf(() -> broken.create(PolicySpec.of("refuser"), context)));
        assertTrue(messageOf(() -> broken.create(PolicySpec.of("nuller"), context)).endsWith("returned null"));
    }
}
