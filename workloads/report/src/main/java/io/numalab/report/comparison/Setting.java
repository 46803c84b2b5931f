package io.numalab.report.comparison;

import io.numalab.scenario.language.CostLine;
import io.numalab.scenario.language.Scenario;
import io.numalab.scenario.language.ScenarioStep;
import io.numalab.scenario.language.SourcePosition;
import io.numalab.scenario.language.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A setting of the machine that a run may have beside its policy, {@code NAME=VALUE}. It becomes a line of the
 * scenario: a run with settings is a run of that scenario and nothing else.
 *
 * <table>
 * <caption>Names</caption>
 * <tr><th>name</th><th>value</th><th>what</th><th>from when on</th></tr>
 * <tr><td>{@code kernel}</td><td>6.1, 6.12, 6.18</td><td>the kernel's rules</td><td>boot</td></tr>
 * <tr><td>{@code mglru}</td><td>on, off</td><td>the multi-generational LRU</td><td>boot</td></tr>
 * <tr><td>{@code thp}</td><td>always, madvise, never</td><td>huge pages</td><td>boot</td></tr>
 * <tr><td>{@code cpuset.GROUP}</td><td>nodes</td><td>cpuset.mems of a group</td><td>the group is made</td></tr>
 * <tr><td>{@code max.GROUP}</td><td>a size</td><td>memory.max of a group</td><td>the group is made</td></tr>
 * <tr><td>{@code reclaim.GROUP}</td><td>a size</td><td>memory.reclaim of a group, once</td><td>measuring</td></tr>
 * <tr><td>{@code demotion}</td><td>on, off</td><td>demotion to slower tiers</td><td>measuring</td></tr>
 * <tr><td>{@code vm.X}, {@code kernel.X}</td><td>a number</td><td>a sysctl</td><td>measuring</td></tr>
 * <tr><td>{@code /PATH}</td><td>a text</td><td>a file of {@code /proc}, {@code /sys}, {@code /cg}</td>
 *     <td>measuring</td></tr>
 * <tr><td>{@code UPPER_CASE}</td><td>a number</td><td>a price, as in {@code sim cost}</td><td>boot</td></tr>
 * </table>
 *
 * <p><i>Measuring</i> begins before the first step with a task under test, and includes what the setting itself does.
 * What {@code memory.reclaim} of a group takes is seen in the page cache, not in the counts of reclaimed pages: as in
 * Linux, reclaim of a group is not counted for the machine.
 *
 * @param name as in the table
 * @param value not empty
 */
public record Setting(String name, String value) {
    /** The names, for messages and help. */
    public static final String NAMES = "kernel, mglru, thp, demotion, cpuset.GROUP, max.GROUP, reclaim.GROUP,"
            + " a sysctl (vm.X, kernel.X), a path (/sys/..., /cg/...) or a price (UPPER_CASE)";

    private static final String GROUPS = "/cg/";
    private static final Pattern OF_GROUP = Pattern.compile("(cpuset|max|reclaim)\\.([A-Za-z0-9_][A-Za-z0-9_.-]*)");
    private static final Map<String, String> GROUP_FILES =
            Map.of("cpuset", "cpuset.mems", "max", "memory.max", "reclaim", "memory.reclaim");
    private static final Pattern PRICE = Pattern.compile("[A-Z][A-Z_]*(\\.[0-9]+)*");
    private static final Pattern SYSCTL = Pattern.compile("(vm|kernel)\\.[a-z0-9_.]+");
    private static final Map<String, String> SWITCHES = Map.of("mglru", "/sys/kernel/mm/lru_gen/enabled",
            "thp", "/sys/kernel/mm/transparent_hugepage/enabled",
            "demotion", "/sys/kernel/mm/numa/demotion_enabled");
    private static final Map<String, List<String>> CHOICES = Map.of("mglru", List.of("off", "on"),
            "demotion", List.of("off", "on"), "thp", List.of("always", "madvise", "never"));

    /** Reads {@code NAME=VALUE}. @throws IllegalArgumentException if it is none, or its name means nothing */
    public static Setting parse(String text) {
        int equals = text.indexOf('=');
        if (equals < 1 || equals == text.length() - 1) {
            throw new IllegalArgumentException("setting " + text + ": expected NAME=VALUE");
        }
        Setting setting = new Setting(text.substring(0, equals).strip(), text.substring(equals + 1).strip());
        if (!isName(setting.name)) {
            throw new IllegalArgumentException("setting " + text + ": expected a name among " + NAMES);
        }
        List<String> choices = CHOICES.get(setting.name);
        if (choices != null && !choices.contains(setting.value)) {
            throw new IllegalArgumentException("setting " + text + ": expected " + String.join(" or ", choices));
        }
        return setting;
    }

    /** Whether a name can be that of a setting. */
    static boolean isName(String name) {
        return name.equals("kernel") || SWITCHES.containsKey(name) || name.startsWith("/")
                || OF_GROUP.matcher(name).matches() || SYSCTL.matcher(name).matches() || PRICE.matcher(name).matches();
    }

    /**
     * A scenario with this setting.
     *
     * @throws IllegalArgumentException if it cannot have it
     */
    public Scenario in(Scenario scenario) {
        Matcher ofGroup = OF_GROUP.matcher(name);
        if (name.equals("kernel")) {
            return scenario.onKernel(value);
        } else if (PRICE.matcher(name).matches()) {
            return scenario.plus(price());
        } else if (name.equals("mglru")) {
            return scenario.plus(0, write(SWITCHES.get(name), value.equals("on") ? "y" : "n"));
        } else if (name.equals("thp")) {
            return scenario.plus(0, write(SWITCHES.get(name), value));
        } else if (name.equals("demotion")) {
            return measured(scenario, write(SWITCHES.get(name), value.equals("on") ? "1" : "0"));
        } else if (ofGroup.matches()) {
            int made = groupMade(scenario, ofGroup.group(2));
            ScenarioStep write = write(
                    GROUPS + ofGroup.group(2) + "/" + GROUP_FILES.get(ofGroup.group(1)), value);
            return ofGroup.group(1).equals("reclaim") ? measured(scenario, write) : scenario.plus(made, write);
        } else if (name.startsWith("/")) {
            return measured(scenario, write(name, value));
        }
        return measured(scenario, at(new Step.SetSysctl(name, value)));
    }

    /** Whether a step was put in by a setting. */
    static boolean isFrom(ScenarioStep step) {
        return step.position().line() == 0 && step.position().file().startsWith("setting ");
    }

    private static Scenario measured(Scenario scenario, ScenarioStep step) {
        return scenario.plus(scenario.firstStepUnderTest(), step);
    }

    private CostLine price() {
        try {
            return new CostLine(name, Double.parseDouble(value), position());
        } catch (NumberFormatException notNumber) {
            throw new IllegalArgumentException("setting " + this + ": expected a number", notNumber);
        }
    }

    private int groupMade(Scenario scenario, String group) {
        List<String> groups = new ArrayList<>();
        for (int i = 0; i < scenario.steps().size(); i++) {
            if (scenario.steps().get(i).step() instanceof Step.MakeDirectory make) {
                if (make.path().equals(GROUPS + group)) {
                    return i + 1;
                }
                groups.add(make.path().replaceFirst("^" + GROUPS, ""));
            }
        }
        throw new IllegalArgumentException("setting " + this + ": the scenario makes no group " + group + "; "
                + (groups.isEmpty() ? "it makes none" : "expected one of " + String.join(", ", groups)));
    }

    private ScenarioStep write(String path, String text) {
        return at(new Step.WriteTree(path, text));
    }

    private ScenarioStep at(Step step) {
        return new ScenarioStep(step, step.text(), position());
    }

    private SourcePosition position() {
        return new SourcePosition("setting " + this, 0, 0);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s=%s", name, value);
    }
}
