package io.numalab.cli;

import io.numalab.machine.Machine;
import io.numalab.machine.Task;
import io.numalab.scenario.format.KernelTree;
import io.numalab.scenario.format.NumactlText;
import io.numalab.scenario.format.NumastatText;
import io.numalab.scenario.language.Scenario;
import io.numalab.scenario.play.ScenarioMachine;
import io.numalab.scenario.play.ScenarioPlayer;
import io.numalab.scenario.play.UnderTest;
import io.numalab.spi.Policies;
import io.numalab.topology.Prices;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code numalab show}. */
@Command(name = "show", mixinStandardHelpOptions = true, versionProvider = Version.class,
        description = {"Plays a scenario and prints what the kernel and its tools would print then.", "",
            "WHAT is a file of /proc or /sys (/proc/zoneinfo, /sys/devices/system/node/node0/meminfo; a task's name"
            + " stands for its process id: /proc/A/numa_maps), or a command: numastat, \"numastat -m\","
            + " \"numastat -p TASK\", \"numactl --hardware\". Without WHAT the files are listed. Nothing else is"
            + " printed, so that tools can read it."})
final class ShowCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "FILE.scn", description = "The scenario.")
    private Path file;

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "WHAT", description = "What to print, one after another.")
    private List<String> wanted = new ArrayList<>();

    @Option(names = "--after", paramLabel = "STEP",
            description = "Look after this step, 0 for the boot (default: after the last).")
    private Integer after;

    @Option(names = "--tree", paramLabel = "DIR",
            description = "Write all files below a folder, as numastat in a chroot or lstopo --input read them.")
    private Path tree;

    @Mixin
    private SimulationOptions simulation;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Scenario scenario = Scenario.read(file, simulation.variation());
        int steps = after == null ? scenario.steps().size() : after;
        if (steps < 0 || steps > scenario.steps().size()) {
            throw new IllegalArgumentException(
                    "--after " + after + ": expected 0 to " + scenario.steps().size() + ", the steps of " + file);
        }
        if (tree != null && Files.exists(tree) && !Files.isDirectory(tree)) {
            throw new IllegalArgumentException("--tree " + tree + ": it is no folder");
        }
        Machine machine = played(scenario, steps);
        KernelTree files = new KernelTree(machine);
        StringBuilder text = new StringBuilder();
        for (String what : wanted) {
            text.append(what.startsWith("/") ? content(files, what) : command(machine, what));
        }
        if (tree != null) {
            write(files.contents());
        } else if (wanted.isEmpty()) {
            files.paths().forEach(path -> text.append(path).append('\n'));
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(text);
        return 0;
    }

    private Machine played(Scenario scenario, int steps) throws IOException {
        Policies policies = simulation.policies();
        Machine machine = NamedFile.in(scenario.file(), () -> ScenarioMachine
                .builder(scenario, null, Prices.hardware()).seed(simulation.seed()).policies(policies).build());
        ScenarioPlayer player = new ScenarioPlayer(scenario, machine, UnderTest.DEFAULT);
        while (player.played() < steps) {
            player.playNext();
        }
        return machine;
    }

    private static String content(KernelTree files, String path) {
        String content = files.content(path);
        if (content == null) {
            throw new IllegalArgumentException(
                    path + ": the simulated machine has no such file; numalab show FILE.scn lists those it has");
        }
        return content;
    }

    private static String command(Machine machine, String what) {
        NumastatText numastat = new NumastatText(machine);
        String[] words = what.strip().split("\\s+");
        if (words.length == 3 && words[0].equals("numastat") && words[1].equals("-p")) {
            Task task = machine.task(words[2]);
            if (task == null || !task.alive()) {
                throw new IllegalArgumentException(what + ": no task " + words[2] + " is alive, expected one of "
                        + String.join(", ", machine.tasks().stream().filter(Task::alive).map(Task::name).toList()));
            }
            return numastat.process(task);
        }
        return switch (String.join(" ", words)) {
            case "numactl --hardware", "numactl -H" -> NumactlText.hardware(machine);
            case "numastat" -> numastat.events();
            case "numastat -m" -> numastat.memory();
            default -> throw new IllegalArgumentException(what
                    + ": expected a path, numastat, \"numastat -m\", \"numastat -p TASK\" or \"numactl --hardware\"");
        };
    }

    private void write(Map<String, String> contents) throws IOException {
        for (Map.Entry<String, String> entry : contents.entrySet()) {
            Path path = tree.resolve(entry.getKey().substring(1));
            Files.createDirectories(path.getParent());
            Files.write(path, entry.getValue().getBytes(StandardCharsets.UTF_8));
        }
    }
}
