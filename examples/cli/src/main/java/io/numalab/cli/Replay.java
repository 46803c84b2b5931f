package io.numalab.cli;

import io.numalab.machine.Machine;
import io.numalab.scenario.language.Scenario;
import io.numalab.scenario.parallel.Simulation;
import io.numalab.scenario.play.ScenarioMachine;
import io.numalab.scenario.play.ScenarioPlayer;
import io.numalab.scenario.play.UnderTest;
import io.numalab.scenario.recording.BootStateReader;
import io.numalab.scenario.recording.Conformance;
import io.numalab.scenario.recording.ConformanceRow;
import io.numalab.scenario.recording.RecordedBoot;
import io.numalab.scenario.recording.RecordedScenario;
import io.numalab.scenario.recording.Recording;
import io.numalab.scenario.recording.RecordingException;
import io.numalab.scenario.result.OracleJson;
import io.numalab.spi.Policies;
import io.numalab.topology.Prices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Replays one recording. What is simulated depends on its scenario and its state after boot only; the rest of the
 * recording is compared with afterwards.
 *
 * @param recording the file
 * @param folder where the simulated run is written under the file's name, or null
 */
record Replay(Path recording, Path folder, long seed, Policies policies) implements Simulation<ConformanceRow> {

    @Override
    public long heapBytes() throws IOException {
        try {
            return ScenarioMachine.spec(RecordedScenario.read(recording)).heapBytes();
        } catch (IllegalArgumentException unplayable) {
            // To be told as the result of the run.
            return 0;
        }
    }

    /**
     * Simulates and compares.
     *
     * @throws RecordingException if the file is no recording
     * @throws IOException if a file cannot be read or written
     */
    @Override
    public ConformanceRow run() throws IOException {
        Recording recorded = Recording.read(recording);
        Path target = folder == null ? null : folder.resolve(recording.getFileName());
        try {
            byte[] simulated = simulate();
            if (target != null) {
                OutputFile.write(target, simulated);
            }
            return Conformance.compare(recorded, Recording.parse(recording.getFileName().toString(), simulated));
        } catch (RecordingException noRecording) {
            throw noRecording;
        } catch (IllegalArgumentException unplayable) {
            removeOld(target);
            return ConformanceRow.failed(recorded.name(), unplayable.getMessage());
        } catch (RuntimeException fault) {
            removeOld(target);
            return ConformanceRow.failed(recorded.name(), "fault in numalab: " + fault);
        }
    }

    private byte[] simulate() throws IOException {
        Scenario scenario = RecordedScenario.read(recording);
        RecordedBoot boot = BootStateReader.read(recording);
        Machine machine = ScenarioMachine.builder(scenario, boot, Prices.recorder())
                .seed(seed).policies(policies).build();
        ScenarioPlayer player = new ScenarioPlayer(scenario, machine, UnderTest.DEFAULT);
        // Neither the folder nor anything recorded after the boot may be seen in the result.
        Reproduction reproduction =
                Reproduction.of(seed, List.of("conform", recording.getFileName().toString()));
        return OracleJson.bytes(scenario, reproduction.provenance(), boot.commandLine(), player.playAll());
    }

    // A result of an earlier run must not be taken for one of this.
    private static void removeOld(Path target) throws IOException {
        if (target != null) {
            Files.deleteIfExists(target);
        }
    }
}
