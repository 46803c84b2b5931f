package io.numalab.scenario.parallel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.scenario.language.Scenario;
import io.numalab.scenario.play.ScenarioMachine;
import io.numalab.scenario.play.ScenarioPlayer;
import io.numalab.scenario.play.UnderTest;
import io.numalab.scenario.result.OracleJson;
import io.numalab.scenario.result.Provenance;
import io.numalab.topology.MachineSpec;
import io.numalab.topology.Prices;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SimulationRunnerTest {
    private static final int MANY = 4;

    private static SimulationRunner runner(int threads, long heapBytes) {
        return new SimulationRunner(threads, heapBytes);
    }

    @Test
    void shouldGiveResultsInOrderThoughLaterOnesEndFirst() throws Exception {
        CountDownLatch lastEnded = new CountDownLatch(1);
        List<Simulation<String>> simulations = List.of(
                Simulation.of(1, () -> {
                    lastEnded.await();
                    return "first";
                }),
                Simulation.of(1, () -> "second"),
                Simulation.of(1, () -> {
                    lastEnded.countDown();
                    return "third";
                }));
        assertEquals(List.of("first", "second", "third"), runner(2, 100).run(simulations));
        assertEquals(List.of(), runner(2, 100).run(List.of()));
    }

    @Test
    void shouldHandOutAResultBeforeAllAreThere() throws Exception {
        CountDownLatch handedOut = new CountDownLatch(1);
        List<Simulation<Integer>> simulations = List.of(Simulation.of(1, () -> 1), Simulation.of(1, () -> {
            handedOut.await();
            return 2;
        }));
        List<Integer> results = new ArrayList<>();
        runner(1, 1).run(simulations, result -> {
            results.add(result);
            handedOut.countDown();
        });
        assertEquals(List.of(1, 2), results);
    }

    @Test
    void shouldNeverRunMoreAtOnceThanTheHeapHolds() throws Exception {
        assertEquals(1, mostAtOnce(MANY, 199, 100));
        assertEquals(2, mostAtOnce(MANY, 200, 100));
        assertEquals(3, mostAtOnce(3, 1000, 100));
        assertEquals(1, mostAtOnce(MANY, 50, 100), "what is larger than the heap runs alone");
        assertEquals(1, mostAtOnce(MANY, 0, 1));
    }

    /** Every simulation waits for as many as may run at once; one more would be seen. */
    private static int mostAtOnce(int threads, long heapBytes, long simulationBytes) throws Exception {
        int expected = (int) Math.max(1, Math.min(threads, heapBytes / simulationBytes));
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch together = new CountDownLatch(expected);
        List<Simulation<Integer>> simulations = new ArrayList<>();
        for (int i = 0; i < 3 * MANY; i++) {
            int result = i;
            simulations.add(Simulation.of(simulationBytes, () -> {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                together.countDown();
                together.await();
                Thread.sleep(1);
                running.decrementAndGet();
                return result;
            }));
        }
        List<Integer> results = runner(threads, heapBytes).run(simulations);
        assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), results);
        return most.get();
    }

    @Test
    void shouldThrowTheFailureThatComesFirstInTheList() {
        CountDownLatch laterFailed = new CountDownLatch(1);
        AtomicInteger started = new AtomicInteger();
        List<Simulation<String>> simulations = new ArrayList<>();
        simulations.add(Simulation.of(1, () -> "fine"));
        simulations.add(Simulation.of(1, () -> {
            laterFailed.await();
            throw new IOException("first in the list");
        }));
        simulations.add(Simulation.of(1, () -> {
            laterFailed.countDown();
            throw new IllegalStateException("first in time");
        }));
        for (int i = 0; i < 100; i++) {
            simulations.add(Simulation.of(1, () -> {
                started.incrementAndGet();
                Thread.sleep(10_000);
                return "never seen";
            }));
        }
        List<String> results = new ArrayList<>();
        Exception failure = assertThrows(IOException.class, () -> runner(3, 100).run(simulations, results::add));
        assertEquals("first in the list", failure.getMessage());
        assertEquals(List.of("fine"), results);
        assertTrue(started.get() <= 2, "no more start after a failure, and those that run are interrupted");
    }

    @Test
    void shouldThrowErrorsAndWhatTheSizeThrows() {
        assertThrows(StackOverflowError.class, () -> runner(2, 1).run(List.of(Simulation.of(1, () -> {
            throw new StackOverflowError();
        }))));
        assertThrows(IOException.class, () -> runner(2, 1).run(List.of(new Simulation<String>() {
            @Override
            public long heapBytes() throws IOException {
                throw new IOException("no such file");
            }

            @Override
            public String run() {
                throw new AssertionError("its size is not known");
            }
        })));
    }

    @Test
    void shouldCancelWhenTheCallerIsInterrupted() throws Exception {
        CountDownLatch running = new CountDownLatch(2);
        AtomicInteger ended = new AtomicInteger();
        List<Simulation<String>> simulations = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            simulations.add(Simulation.of(1, () -> {
                running.countDown();
                try {
                    new CountDownLatch(1).await();
                    return "never";
                } finally {
                    ended.incrementAndGet();
                }
            }));
        }
        Thread caller = Thread.currentThread();
        Thread canceller = new Thread(() -> {
            try {
                running.await();
            } catch (InterruptedException unexpected) {
                return;
            }
            caller.interrupt();
        });
        canceller.start();
        assertThrows(InterruptedException.class, () -> runner(2, 100).run(simulations));
        assertEquals(2, ended.get(), "nothing is left running, nothing was started afterwards");
        canceller.join();
        assertFalse(Thread.interrupted());
    }

    @Test
    void shouldCancelWhenAResultIsRefused() {
        List<Simulation<String>> simulations = List.of(Simulation.of(1, () -> "refused"), Simulation.of(1, () -> {
            new CountDownLatch(1).await();
            return "never";
        }));
        assertThrows(UnsupportedOperationException.class, () -> runner(2, 100).run(simulations, result -> {
            throw new UnsupportedOperationException(result);
        }));
    }

    @Test
    void shouldRefuseImpossibleLimits() {
        assertThrows(IllegalArgumentException.class, () -> runner(0, 1));
        assertThrows(IllegalArgumentException.class, () -> runner(1, -1));
        assertThrows(IllegalArgumentException.class, () -> Simulation.of(-1, () -> ""));
        assertEquals(30, runner(2, 100).reserving(70).heapBytes());
        assertEquals(0, runner(2, 100).reserving(101).heapBytes());
        assertTrue(SimulationRunner.onAllCores().threads() >= 1);
    }

    @Test
    void shouldSimulateTheSameHoweverManyRunAtOnce() throws Exception {
        List<Simulation<String>> simulations = new ArrayList<>();
        for (int megabytes = 20; megabytes < 200; megabytes += 20) {
            Scenario scenario = scenario(megabytes);
            MachineSpec spec = ScenarioMachine.spec(scenario);
            simulations.add(Simulation.of(spec.heapBytes(), () -> played(scenario)));
        }
        long heapBytes = Runtime.getRuntime().maxMemory();
        List<String> alone = runner(1, heapBytes).run(simulations);
        assertEquals(alone, runner(MANY, heapBytes).run(simulations));
        assertEquals(9, alone.stream().distinct().count());
    }

    @Test
    void shouldPlayNoStepInAnInterruptedThread() {
        ScenarioPlayer player = player(scenario(20));
        Thread.currentThread().interrupt();
        try {
            assertThrows(CancellationException.class, player::playNext);
        } finally {
            assertTrue(Thread.interrupted());
        }
        assertEquals(0, player.played());
        player.machine().validate();
    }

    private static Scenario scenario(int megabytes) {
        return Scenario.parse("test", """
                @kernel 6.1
                @node 128M cpus=0
                @node 128M cpus=1
                task A cpu=node0 policy=zone_reclaim
                A read f0 0 64M
                A anon h %dM
                A free h
                """.formatted(megabytes));
    }

    private static String played(Scenario scenario) {
        ScenarioPlayer player = player(scenario);
        byte[] json = OracleJson.bytes(scenario, new Provenance("test", 1, "test"), null, player.playAll());
        player.machine().validate();
        return new String(json, StandardCharsets.UTF_8);
    }

    private static ScenarioPlayer player(Scenario scenario) {
        return new ScenarioPlayer(scenario,
                ScenarioMachine.builder(scenario, null, Prices.hardware()).build(), UnderTest.DEFAULT);
    }
}
