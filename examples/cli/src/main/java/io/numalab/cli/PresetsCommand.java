package io.numalab.cli;

import io.numalab.scenario.language.Scenario;
import io.numalab.scenario.language.ScenarioParameter;
import io.numalab.scenario.play.Presets;
import io.numalab.scenario.topology.MachinePresets;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code numalab presets}. */
@Command(name = "presets", mixinStandardHelpOptions = true, versionProvider = Version.class,
        description = "Lists the scenarios and the machines that come with the program, parameters and sources.")
final class PresetsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        new Reproduction(Reproduction.SEED_DEFAULT, "numalab presets").print(out);
        for (String name : Presets.names()) {
            Scenario preset = Presets.load(name, Map.of());
            out.print(name + "\n    " + preset.header().title() + "\n");
            TextTable table = new TextTable(4);
            for (ScenarioParameter parameter : preset.parameters()) {
                table.row(parameter.name(), "default " + parameter.defaultValue(), parameter.range(), parameter.doc());
            }
            table.lines().forEach(line -> out.print("    " + line + "\n"));
            out.print("\n");
        }
        out.print("machines, for --machine and numalab topology\n\n");
        for (String name : MachinePresets.names()) {
            out.print(name + "\n    " + MachinePresets.scenario(name).header().title() + "\n");
            MachinePresets.sources(name).forEach(source -> out.print("    " + source + "\n"));
            out.print("\n");
        }
        return 0;
    }
}
