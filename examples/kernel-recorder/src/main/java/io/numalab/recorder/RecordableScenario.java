package io.numalab.recorder;

import io.numalab.scenario.language.NodeLine;
import io.numalab.scenario.language.Scenario;
import io.numalab.scenario.language.ScenarioException;
import io.numalab.scenario.language.ScenarioHeader;
import io.numalab.scenario.language.ScenarioStep;
import io.numalab.scenario.language.SourcePosition;
import io.numalab.scenario.language.Step;
import io.numalab.scenario.language.TaskCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Scenarios that a real kernel can play: no line that begins with {@code sim}, and nothing beyond the limits of the
 * guest program and of qemu.
 */
public final class RecordableScenario {
    /** The most nodes. */
    public static final int NODES_MAX = 16;
    /** The most CPUs, numbered from 0 without a gap. */
    public static final int CPUS_MAX = 64;

    private static final long MEBIBYTE = 1L << 20;
    private static final String NAME = "[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}";
    private static final String MACHINE = "[A-Za-z0-9._-]+(,[A-Za-z0-9._-]+=[A-Za-z0-9._-]+)*";
    private static final String HMAT = "hmat-(lb|cache),[A-Za-z0-9.,=_-]+";

    private RecordableScenario() {
    }

    /**
     * Reads a scenario file.
     *
     * @param values parameters that do not take their default
     * @throws IOException if it cannot be read
     * @throws ScenarioException if it is no scenario, or a line of it begins with {@code sim}: the message names the
     *     file and the line
     */
    public static Scenario read(Path path, Map<String, String> values) throws IOException {
        Scenario scenario = Scenario.read(path, values);
        refuseSimulated(path.toString(), Files.readString(path, StandardCharsets.UTF_8));
        return scenario;
    }

    // The lines themselves, because repeats are gone once the scenario is parsed.
    private static void refuseSimulated(String file, String text) {
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).strip().matches("sim(\\s.*)?")) {
                refuse(new SourcePosition(file, i + 1, 0), lines.get(i).strip());
            }
        }
    }

    private static void refuse(SourcePosition position, String got) {
        throw new ScenarioException(position, "a line that a real kernel can play, none that begins with sim", got);
    }

    /**
     * Checks that a scenario can be recorded.
     *
     * @throws ScenarioException naming the step that a kernel or the guest cannot do
     * @throws RecorderException naming what of the header cannot be had
     */
    static void check(Scenario scenario) {
        if (!scenario.name().matches(NAME)) {
            throw new RecorderException(scenario.file() + ": expected a file name of letters, digits and _ . -");
        }
        scenario.costs().forEach(cost -> refuse(cost.position(), cost.text()));
        for (ScenarioStep step : scenario.steps()) {
            if (step.step() instanceof Step.AttachPolicy || step.step() instanceof Step.ApplyPatch
                    || step.step() instanceof Step.Command command && command.command().simulatedOnly()) {
                refuse(step.position(), step.text());
            }
        }
        checkHeader(scenario.file(), scenario.header());
        new ScriptCheck(scenario.header().nodes().size()).check(scenario.steps());
    }

    private static void checkHeader(String file, ScenarioHeader header) {
        if (header.nodes().size() > NODES_MAX) {
            throw new RecorderException(
                    file + ": expected at most " + NODES_MAX + " nodes, got " + header.nodes().size());
        }
        for (NodeLine node : header.nodes()) {
            if (node.bytes() % MEBIBYTE != 0) {
                throw new RecorderException(file + ": expected whole MiB of memory, got " + node.text());
            }
        }
        List<Integer> cpus = header.nodes().stream().flatMap(node -> node.cpus().stream()).sorted().toList();
        if (cpus.isEmpty() || cpus.size() > CPUS_MAX || cpus.get(cpus.size() - 1) != cpus.size() - 1) {
            throw new RecorderException(
                    file + ": expected CPUs from 0 on without a gap, at most " + CPUS_MAX + ", got " + cpus);
        }
        checkOrder(file, header.nodes());
        if (header.swapBytes() % MEBIBYTE != 0) {
            throw new RecorderException(file + ": expected whole MiB of swap, got @swap " + header.swapText());
        }
        if (!header.machine().matches(MACHINE)) {
            throw new RecorderException(
                    file + ": expected a machine such as pc,max-ram-below-4g=1G, got " + header.machine());
        }
        for (String option : header.hmat()) {
            if (!option.matches(HMAT)) {
                throw new RecorderException(file + ": expected hmat-lb,... or hmat-cache,..., got @hmat " + option);
            }
        }
    }

    // The kernel numbers the nodes as the firmware's table names them: CPUs in their order, then memory.
    private static void checkOrder(String file, List<NodeLine> nodes) {
        int before = -1;
        for (NodeLine node : nodes) {
            if (node.nid() != nodes.indexOf(node)) {
                throw new RecorderException(file + ": expected node ids without a gap, because the kernel numbers the"
                        + " nodes of a PC so; got nid=" + node.nid());
            }
            int first = node.cpus().isEmpty() ? Integer.MAX_VALUE : node.cpus().get(0);
            if (first < before) {
                throw new RecorderException(file + ": expected nodes with CPUs first, in the order of their CPUs, then"
                        + " those without, because the kernel numbers them so; got " + node.text() + " too late");
            }
            before = first;
        }
    }

    /** What the steps may write to files, in bytes. */
    static long writtenBytes(Scenario scenario) {
        long bytes = 0;
        for (ScenarioStep step : scenario.steps()) {
            if (step.step() instanceof Step.Command command
                    && command.command() instanceof TaskCommand.WriteFile write) {
                bytes += write.bytes();
            }
        }
        return bytes;
    }
}
