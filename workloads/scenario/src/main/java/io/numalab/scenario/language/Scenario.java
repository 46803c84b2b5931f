package io.numalab.scenario.language;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A scenario with all variables replaced and all repeats unrolled: what is played. Immutable.
 *
 * @param name the file name without folder and ending
 * @param file the file as the user named it
 * @param header what the lines with {@code @} say
 * @param parameters as declared, in order
 * @param values the value of every parameter, by name
 * @param costs prices it replaces
 * @param steps in order, at most {@link #STEPS_MAX}
 */
public record Scenario(
        String name, String file, ScenarioHeader header, List<ScenarioParameter> parameters,
        Map<String, String> values, List<CostLine> costs, List<ScenarioStep> steps) {
    /** The most steps after unrolling. */
    public static final int STEPS_MAX = 100_000;
    /** The largest file that is read: 16 MiB. */
    public static final long FILE_BYTES_MAX = 16L << 20;

    /** Copies the collections. */
    public Scenario {
        parameters = List.copyOf(parameters);
        values = Collections.unmodifiableMap(new TreeMap<>(values));
        costs = List.copyOf(costs);
        steps = List.copyOf(steps);
    }

    /** Parses a text with the defaults of its parameters. @param file the name that errors give */
    public static Scenario parse(String file, String text) {
        return parse(file, text, Map.of());
    }

    /**
     * Parses a text.
     *
     * @param file the name that errors give
     * @param values parameters that do not take their default
     * @throws ScenarioException at the first thing that is not understood, or for an unknown or out-of-range parameter
     */
    public static Scenario parse(String file, String text, Map<String, String> values) {
        return parse(file, text, Variation.of(values));
    }

    /** Parses a text and plays it on another machine. @param machine as {@link Variation#machine} */
    public static Scenario parse(String file, String text, Map<String, String> values, ScenarioHeader machine) {
        return parse(file, text, Variation.of(values).on(machine));
    }

    /**
     * Parses a text.
     *
     * @param file the name that errors give
     * @throws ScenarioException as {@link #parse(String, String, Map)}, or if a node would be too small at the scale
     */
    public static Scenario parse(String file, String text, Variation variation) {
        return new ScenarioParser(file, SourceLine.split(file, text), variation).parse();
    }

    /**
     * Parses lines that were taken from elsewhere and keep the line numbers of their origin.
     *
     * @throws ScenarioException as {@link #parse(String, String)}
     */
    public static Scenario ofLines(String file, List<SourceLine> lines) {
        lines.forEach(line -> line.check(file));
        return new ScenarioParser(file, lines, Variation.NONE).parse();
    }

    /**
     * Reads a file in UTF-8.
     *
     * @throws IOException if it cannot be read
     * @throws ScenarioException if it is no scenario
     */
    public static Scenario read(Path path, Map<String, String> values) throws IOException {
        return read(path, Variation.of(values));
    }

    /** Reads a file and plays it on another machine. @param machine as {@link Variation#machine} */
    public static Scenario read(Path path, Map<String, String> values, ScenarioHeader machine) throws IOException {
        return read(path, Variation.of(values).on(machine));
    }

    /**
     * Reads a file in UTF-8.
     *
     * @throws IOException if it cannot be read
     * @throws ScenarioException if it is no scenario
     */
    public static Scenario read(Path path, Variation variation) throws IOException {
        if (Files.size(path) > FILE_BYTES_MAX) {
            throw new ScenarioException(new SourcePosition(path.toString(), 0, 0),
                    "a scenario of at most " + ByteSize.format(FILE_BYTES_MAX), ByteSize.format(Files.size(path)));
        }
        try {
            return parse(path.toString(), Files.readString(path, StandardCharsets.UTF_8), variation);
        } catch (CharacterCodingException binary) {
            throw new ScenarioException(new SourcePosition(path.toString(), 0, 0), "text in UTF-8", "other bytes");
        }
    }

    /** The same scenario under another name. */
    public Scenario named(String newName) {
        return new Scenario(newName, file, header, parameters, values, costs, steps);
    }

    /**
     * The same scenario on another kernel.
     *
     * @throws IllegalArgumentException if there are no rules for it
     */
    public Scenario onKernel(String kernel) {
        if (!ScenarioHeader.KERNELS.contains(kernel)) {
            throw new IllegalArgumentException(
                    "kernel " + kernel + ": expected one of " + String.join(", ", ScenarioHeader.KERNELS));
        }
        return new Scenario(name, file, header.onKernel(kernel), parameters, values, costs, steps);
    }

    /** The same scenario with one more price, which replaces an equal one before it. */
    public Scenario plus(CostLine cost) {
        List<CostLine> more = new ArrayList<>(costs);
        more.add(cost);
        return new Scenario(name, file, header, parameters, values, more, steps);
    }

    /** The same scenario with a step put in. @param index where, 0 to the number of steps */
    public Scenario plus(int index, ScenarioStep step) {
        List<ScenarioStep> more = new ArrayList<>(steps);
        more.add(index, step);
        return new Scenario(name, file, header, parameters, values, costs, more);
    }

    /** Whether some task runs under {@link Step#UNDER_TEST}. */
    public boolean hasTaskUnderTest() {
        return firstStepUnderTest() < steps.size();
    }

    /** The index of the first step that names {@link Step#UNDER_TEST}; the number of steps if there is none. */
    public int firstStepUnderTest() {
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i).step();
            if (step instanceof Step.StartTask start && start.policy().equals(Step.UNDER_TEST)
                    || step instanceof Step.Command command && isUnderTest(command.command())) {
                return i;
            }
        }
        return steps.size();
    }

    private static boolean isUnderTest(TaskCommand command) {
        return command instanceof TaskCommand.SetPolicy set && set.policy().equals(Step.UNDER_TEST)
                || command instanceof TaskCommand.BindMapping bind && bind.policy().equals(Step.UNDER_TEST);
    }

    /**
     * Whether another scenario plays the same up to a step: same header, same costs, same first steps.
     *
     * @param count how many steps
     */
    public boolean beginsLike(Scenario other, int count) {
        boolean same = other.header.equals(header) && Math.min(steps.size(), other.steps.size()) >= count
                && other.costs.stream().map(CostLine::text).toList()
                        .equals(costs.stream().map(CostLine::text).toList());
        for (int i = 0; same && i < count; i++) {
            same = other.steps.get(i).step().equals(steps.get(i).step());
        }
        return same;
    }

    /**
     * The canonical text: no comments, no parameters, no repeats. Parsing it gives the same header, costs and steps.
     */
    public String text() {
        StringBuilder text = new StringBuilder();
        header.lines().forEach(line -> text.append(line).append('\n'));
        text.append('\n');
        costs.forEach(cost -> text.append(cost.text()).append('\n'));
        steps.forEach(step -> text.append(step.step().text()).append('\n'));
        return text.toString();
    }

    /** The name of a scenario in this file. */
    static String nameOf(String file) {
        String last = file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
        int dot = last.lastIndexOf('.');
        return dot > 0 ? last.substring(0, dot) : last;
    }
}
