package io.numalab.scenario.language;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * From lines to a scenario in three passes: parameters, the other headers, steps. Repeats are unrolled by playing the
 * enclosed lines again with another value of the counter; the work is bounded by {@link #LINES_UNROLLED_MAX}.
 */
final class ScenarioParser {
    private static final int NESTING_MAX = 16;
    private static final int REPEAT_MAX = 100_000;
    private static final int LINES_UNROLLED_MAX = 1_000_000;
    private static final int PARAMETERS_MAX = 256;

    private final String file;
    private final List<SourceLine> lines;
    private final Variation variation;
    private final Map<String, String> given;
    private final ScenarioHeader machine;
    private final List<ScenarioParameter> parameters = new ArrayList<>();
    private final List<ScenarioStep> steps = new ArrayList<>();
    private final List<CostLine> costs = new ArrayList<>();
    /** For every line that opens a repeat: the index of the line that ends it. */
    private final int[] endOf;
    private StepParser stepParser;
    private int unrolled;

    ScenarioParser(String file, List<SourceLine> lines, Variation variation) {
        this.file = file;
        this.lines = lines;
        this.variation = variation;
        given = variation.values();
        machine = variation.machine();
        this.endOf = new int[lines.size()];
    }

    Scenario parse() {
        Map<String, String> values = values();
        Variables variables = new Variables(values, variation);
        HeaderParser headers = new HeaderParser(file, variables, machine);
        for (SourceLine line : lines) {
            if (isHeader(line) && !firstWord(line).equals("@param")) {
                headers.line(line);
            }
        }
        ScenarioHeader header = headers.header();
        matchEnds();
        stepParser = new StepParser(header.nodes());
        unroll(0, lines.size(), variables);
        costs.addAll(variation.costs());
        return new Scenario(Scenario.nameOf(file), file, header, parameters, values, costs, steps);
    }

    private static boolean isHeader(SourceLine line) {
        String text = line.text().stripLeading();
        return text.startsWith("@") || text.startsWith("sim") && text.matches("sim\\s+zone(\\s.*)?");
    }

    private static String firstWord(SourceLine line) {
        return line.text().strip().split("\\s", 2)[0];
    }

    private Map<String, String> values() {
        Map<String, String> values = new TreeMap<>();
        for (SourceLine line : lines) {
            if (isHeader(line) && firstWord(line).equals("@param")) {
                ScenarioParameter parameter = parameter(new Words(file, line, null), values);
                parameters.add(parameter);
                String value = given.get(parameter.name());
                values.put(parameter.name(), value == null ? parameter.defaultValue() : parameter.check(value));
            }
        }
        for (String name : new TreeMap<>(given).keySet()) {
            if (!values.containsKey(name)) {
                throw new ScenarioException(new SourcePosition(file, 0, 0), parameterChoices(), name);
            }
        }
        return values;
    }

    private String parameterChoices() {
        if (parameters.isEmpty()) {
            return "no parameter, this scenario declares none";
        }
        List<String> names = parameters.stream().map(known -> known.name() + " (" + known.range() + ")").toList();
        return "one of the parameters " + String.join(", ", names);
    }

    private ScenarioParameter parameter(Words words, Map<String, String> known) {
        words.word("@param");
        String name = words.word("the name of a parameter");
        if (!ScenarioParameter.NAME.matcher(name).matches() || known.containsKey(name)) {
            throw words.wrong("a new name of at most 32 letters, digits and _, starting with a letter");
        }
        if (parameters.size() == PARAMETERS_MAX) {
            throw words.wrong("at most " + PARAMETERS_MAX + " parameters");
        }
        String value = words.word("a default value");
        String range = words.word("a range such as 1..64");
        int dots = range.indexOf("..");
        String min = dots < 0 ? "" : range.substring(0, dots);
        String max = dots < 0 ? "" : range.substring(dots + 2);
        boolean ordered = ScenarioParameter.number(min) != null && ScenarioParameter.number(max) != null
                && ScenarioParameter.number(min).compareTo(ScenarioParameter.number(max)) <= 0;
        if (!ordered) {
            throw words.wrong("a range MIN..MAX of numbers or sizes such as 1..64 or 0..125G");
        }
        String doc = words.hasNext() ? words.rest("") : "";
        ScenarioParameter parameter = new ScenarioParameter(name, value, min, max, doc, words.position());
        parameter.check(value);
        return parameter;
    }

    private void matchEnds() {
        Deque<Integer> open = new ArrayDeque<>();
        for (int i = 0; i < lines.size(); i++) {
            if (isRepeat(lines.get(i))) {
                open.push(i);
                if (open.size() > NESTING_MAX) {
                    throw new ScenarioException(at(i), "at most " + NESTING_MAX + " nested sim repeat", "one more");
                }
            } else if (isEnd(lines.get(i))) {
                if (open.isEmpty()) {
                    throw new ScenarioException(at(i), "a sim repeat before", "end");
                }
                endOf[open.pop()] = i;
            } else if (!open.isEmpty() && isHeader(lines.get(i))) {
                throw new ScenarioException(at(i), "a step or end", firstWord(lines.get(i)));
            }
        }
        if (!open.isEmpty()) {
            throw new ScenarioException(at(open.peek()), "an end for this sim repeat", "the end of the file");
        }
    }

    private SourcePosition at(int index) {
        return new SourcePosition(file, lines.get(index).number(), 1);
    }

    private static boolean isRepeat(SourceLine line) {
        String[] words = line.text().strip().split("\\s+", 3);
        return words.length > 1 && words[0].equals("sim") && words[1].equals("repeat");
    }

    private static boolean isEnd(SourceLine line) {
        String text = line.text().strip();
        return text.equals("end") || text.matches("sim\\s+end");
    }

    private void unroll(int from, int to, Variables variables) {
        for (int i = from; i < to; i++) {
            count(i);
            SourceLine line = lines.get(i);
            String text = line.text().strip();
            if (text.isEmpty() || text.startsWith("#") || isHeader(line)) {
                continue;
            }
            if (isRepeat(line)) {
                repeat(i, variables);
                i = endOf[i];
            } else {
                step(new Words(file, line, variables));
            }
        }
    }

    private void repeat(int index, Variables variables) {
        Words words = new Words(file, lines.get(index), variables);
        words.word("sim");
        words.word("repeat");
        int times = (int) words.number("a number of repeats", 0, REPEAT_MAX);
        String counter = null;
        if (words.skip("as")) {
            counter = words.word("the name of a counter");
            if (!ScenarioParameter.NAME.matcher(counter).matches()) {
                throw words.wrong("the name of a counter: letters, digits and _, starting with a letter");
            }
        }
        words.end();
        for (int k = 0; k < times; k++) {
            count(index);
            Variables inner = counter == null ? variables : variables.with(counter, Integer.toString(k));
            unroll(index + 1, endOf[index], inner);
        }
    }

    private void count(int index) {
        if (++unrolled > LINES_UNROLLED_MAX) {
            throw new ScenarioException(at(index), "at most " + LINES_UNROLLED_MAX + " lines after unrolling", "more");
        }
    }

    private void step(Words words) {
        if (words.joined().startsWith("sim cost ")) {
            words.word("sim");
            words.word("cost");
            String name = words.name("the name of a price");
            CostLine cost = new CostLine(name, words.decimal("nanoseconds", CostLine.NANOS_MAX), words.position());
            words.end();
            if (machine == null || !cost.isOfNodes()) {
                costs.add(cost);
            }
            return;
        }
        if (steps.size() == Scenario.STEPS_MAX) {
            throw new ScenarioException(words.position(), "at most " + Scenario.STEPS_MAX + " steps", "more");
        }
        steps.add(new ScenarioStep(stepParser.step(words), words.joined(), words.position()));
    }
}
