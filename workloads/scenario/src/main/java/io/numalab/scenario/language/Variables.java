package io.numalab.scenario.language;

import java.util.Map;
import java.util.TreeMap;

/** The values that {@code ${...}} may name on a line: parameters and the counters of enclosing {@code sim repeat}. */
final class Variables {
    private final Map<String, String> values;
    private final Variation variation;

    /** @param variation what scales the sizes and counts of the line */
    Variables(Map<String, String> values, Variation variation) {
        this.values = new TreeMap<>(values);
        this.variation = variation;
    }

    Variation variation() {
        return variation;
    }

    /** The same values and one more, which hides an outer one of the same name. */
    Variables with(String name, String value) {
        Variables inner = new Variables(values, variation);
        inner.values.put(name, value);
        return inner;
    }

    /** The text of a value, or null. */
    String find(String name) {
        return values.get(name);
    }

    /** What may be named, for error messages. */
    String choices() {
        return values.isEmpty() ? "a declared @param (there is none)" : "one of " + String.join(", ", values.keySet());
    }

    /**
     * Replaces every {@code ${...}}: a name by its text as given, an expression by a whole number.
     *
     * @param at where the text starts in its file
     * @throws ScenarioException for an unknown name or a malformed expression
     */
    String substitute(String text, SourcePosition at) {
        int open = text.indexOf("${");
        if (open < 0) {
            return text;
        }
        StringBuilder result = new StringBuilder();
        int done = 0;
        while (open >= 0) {
            int close = text.indexOf('}', open);
            SourcePosition place = new SourcePosition(at.file(), at.line(), at.column() + open);
            if (close < 0) {
                throw new ScenarioException(place, "a closing }", text.substring(open));
            }
            result.append(text, done, open).append(value(text.substring(open + 2, close), place));
            if (result.length() > SourceLine.LENGTH_MAX) {
                throw new ScenarioException(place, "at most " + SourceLine.LENGTH_MAX + " characters", "more");
            }
            done = close + 1;
            open = text.indexOf("${", done);
        }
        return result.append(text.substring(done)).toString();
    }

    private String value(String expression, SourcePosition place) {
        String plain = values.get(expression);
        return plain != null ? plain : Long.toString(new Expression(expression, this, place).value());
    }
}
