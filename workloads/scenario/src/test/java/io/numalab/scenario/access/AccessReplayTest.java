package io.numalab.scenario.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.machine.Machine;
import io.numalab.machine.Task;
import io.numalab.spi.PolicySpec;
import io.numalab.topology.MachineSpec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AccessReplayTest {
    private static final int NODE_PAGES = (64 << 20) / Access.PAGE_BYTES;

    private final Machine machine = Machine.builder(
            MachineSpec.builder().node(64 << 20, 0).node(64 << 20, 1).build()).build();

    private AccessCount play(String text, double rate, String policy, Integer... cpus) {
        AccessReplay replay = new AccessReplay(machine, List.of(cpus), rate,
                task -> assertEquals(0, task.setPolicy(PolicySpec.parse(policy))));
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (AccessReader reader = AccessReader.open(new ByteArrayInputStream(bytes), "t.csv")) {
            AccessCount count = replay.play(reader, lines -> { });
            machine.validate();
            return count;
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static String csv(int pages, int rounds) {
        return IntStream.range(0, rounds * pages).mapToObj(i -> ",a," + i % pages + ",w\n")
                .collect(Collectors.joining());
    }

    private static String damon(int pages, int times) {
        return "damon_aggregated: target_id=0 nr_regions=1 0-" + pages * 4096L + ": " + times + "\n";
    }

    @Test
    void shouldUseEachPageAsOftenAsTheTraceSays() {
        AccessCount count = play("1,a,5,w\n2,a,5,r\n3,b,5,r\n4,a,99999999,w\n", 1, "default", 0, 1);
        assertEquals(2, count.reads());
        assertEquals(2, count.writes());
        assertEquals(List.of("a", "b"), count.tasks().stream().map(Task::name).toList());
        assertEquals(1, count.tasks().get(1).cpuNode());
        assertEquals(3, count.pages(true));
        assertEquals(0, count.pages(false));
        assertEquals(1, count.accesses(), "the others were first touches");
        assertTrue(machine.nowNanos() >= 3_000_000_000L, "as late as the trace's last line");
    }

    @Test
    void shouldPlayDamonsCountsRoundAfterRound() {
        AccessCount count = play(damon(20_000, 0) + damon(10_000, 3), 1, "default", 0);
        assertEquals(30_000, count.reads());
        assertEquals(10_000, count.pages(true));
        assertEquals(20_000, count.accesses());
        assertEquals(1500, play(damon(1000, 3), 0.5, "default", 1).reads());
    }

    @Test
    void shouldTellPoliciesApart() {
        AccessCount spilling = play(csv(NODE_PAGES + 1000, 2), 1, "default", 0);
        assertTrue(spilling.pages(false) >= 1000, "what the node does not hold");
        assertEquals(NODE_PAGES + 1000, spilling.pages(true) + spilling.pages(false));
        assertEquals(NODE_PAGES + 1000, spilling.accesses());
        assertEquals(spilling.pages(false), spilling.remoteAccesses());
    }

    @Test
    void shouldGoOnWithoutTasksThatAreKilled() {
        AccessCount count = play(csv(NODE_PAGES + 1000, 1) + ",b,1,r\n", 1, "membind:0", 0);
        assertTrue(count.lost() > 0);
        assertEquals(1, count.tasks().get(0).costs().killedTasks());
        assertEquals(1, count.pages(true), "b's");
    }

    @Test
    void shouldShortenIdleTimes() {
        play("0,a,1\n999999999,a,1\n999999999.5,a,1\n", 1, "default", 0);
        assertTrue(machine.nowNanos() < 11_000_000_000L && machine.nowNanos() > 10_400_000_000L);
    }

    @Test
    void shouldRefuseWhatNoMachineHolds() {
        String wide = IntStream.range(0, 100).mapToObj(i -> ",a," + (long) i * TracedMemory.SPAN_PAGES + "\n")
                .collect(Collectors.joining());
        assertTrue(complaint(wide).startsWith("line 89 of the trace: it uses pages in more than 88 stretches"),
                complaint(wide));
        String huge = complaint(damon(200_000, 1));
        assertTrue(huge.startsWith("line 1 of the trace: it uses 200000 pages at once"), huge);
        String many = IntStream.range(0, 1025).mapToObj(i -> ",t" + i + ",1\n").collect(Collectors.joining());
        assertEquals("line 1025 of the trace: expected at most 1024 tasks", complaint(many));
        assertThrows(IllegalArgumentException.class, () -> play("", 0, "default", 0));
        assertThrows(IllegalArgumentException.class, () -> play("", 1, "default"));
    }

    private static String cutShort(String text, UnaryOperator<Machine.Builder> limit) {
        Machine limited = limit.apply(Machine.builder(MachineSpec.parse("2x64MiB"))).build();
        AccessReplay replay = new AccessReplay(limited, List.of(0), 1, task -> { });
        String message = assertThrows(CancellationException.class, () -> replay.play(AccessReader.open(
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "t"), lines -> { })).getMessage();
        limited.validate();
        return message;
    }

    /** In the middle of a line, between two, and after the last. */
    @Test
    void shouldEndWhereTheMachineIsStoppedOrItsTimeIsUp() {
        UnaryOperator<Machine.Builder> early = builder -> builder.timeLimit(1_000_000);
        assertEquals("line 2 of the trace: the time limit came at 1000000 ns of virtual time",
                cutShort(damon(1000, 300) + damon(10, 1) + damon(10, 1), early));
        assertEquals("line 2 of the trace: the time limit came at 1000000 ns of virtual time",
                cutShort("1,a,5,w\n2,a,5,w\n", early));
        assertEquals("line 1 of the trace: the time limit came at 1000000 ns of virtual time",
                cutShort(damon(10_000, 3), early));
        int[] asked = {0};
        String stopped = cutShort(damon(1000, 300) + damon(10, 1), builder -> builder.stopWhen(() -> ++asked[0] > 1));
        assertTrue(stopped.matches("line 2 of the trace: stopped at [0-9]+ ns of virtual time"), stopped);
    }

    private String complaint(String text) {
        Machine fresh = Machine.builder(MachineSpec.builder().node(64 << 20, 0).node(64 << 20, 1).build()).build();
        AccessReplay replay = new AccessReplay(fresh, List.of(0), 1, task -> { });
        return assertThrows(IllegalArgumentException.class, () -> replay.play(AccessReader.open(
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "t"), lines -> { })).getMessage();
    }
}
