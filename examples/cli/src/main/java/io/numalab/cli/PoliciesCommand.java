package io.numalab.cli;

import io.numalab.spi.Parameter;
import io.numalab.spi.Policies;
import io.numalab.spi.PolicyProvider;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code numalab policies}. */
@Command(name = "policies", mixinStandardHelpOptions = true, versionProvider = Version.class,
        description = "Lists the policies that ServiceLoader finds.")
final class PoliciesCommand implements Callable<Integer> {
    @Mixin
    private PluginPath plugins;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Policies policies = plugins.policies();
        List<String> words = new ArrayList<>(List.of("policies"));
        words.addAll(plugins.words());
        Reproduction.unseeded(words).print(out);
        for (PolicyProvider provider : policies.providers()) {
            String aliases = provider.aliases().isEmpty() ? "" : " (" + String.join(", ", provider.aliases()) + ")";
            out.print(provider.name() + aliases + "\n");
            out.print("    " + provider.description() + "\n");
            out.print("    usual scope " + lower(provider.usualScope()) + ", from " + policies.origin(provider.name())
                    + "\n");
            parameters(provider.parameters()).forEach(line -> out.print("    " + line + "\n"));
            out.print("\n");
        }
        policies.problems().forEach(problem -> out.print("not usable: " + problem + "\n"));
        return 0;
    }

    private static List<String> parameters(List<Parameter> parameters) {
        TextTable table = new TextTable(5);
        for (Parameter parameter : parameters) {
            String value = parameter.defaultValue() == null ? "required"
                    : "default " + (parameter.defaultValue().isEmpty() ? "none" : parameter.defaultValue());
            table.row(parameter.name(), lower(parameter.type()), value, range(parameter), parameter.doc());
        }
        return table.lines();
    }

    private static String range(Parameter parameter) {
        return switch (parameter.type()) {
            case INTEGER -> parameter.min() + ".." + parameter.max();
            case BOOLEAN -> "true, false";
            case NODES -> "0-1,3";
        };
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
