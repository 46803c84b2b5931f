package io.numalab.scenario.language;

/**
 * What may stand between <code>${</code> and <code>}</code> besides a name: whole numbers, sizes (as bytes) and names
 * joined by {@code + - * / %} and parentheses. Division cuts off, as in C. Recursive descent, at most 32 deep.
 */
final class Expression {
    private static final int DEPTH_MAX = 32;

    private final String text;
    private final Variables variables;
    private final SourcePosition start;
    private int next;
    private int depth;

    Expression(String text, Variables variables, SourcePosition start) {
        this.text = text;
        this.variables = variables;
        this.start = start;
    }

    /** Evaluates the whole text. @throws ScenarioException if it is malformed, overflows or divides by zero */
    long value() {
        try {
            long value = sum();
            if (next < text.length()) {
                throw wrong("an operator + - * / % or }");
            }
            return value;
        } catch (ArithmeticException overflow) {
            throw new ScenarioException(start, "a result within 64 bits and no division by zero", text);
        }
    }

    private long sum() {
        long value = product();
        while (at('+') || at('-')) {
            boolean plus = text.charAt(next++) == '+';
            long right = product();
            value = plus ? Math.addExact(value, right) : Math.subtractExact(value, right);
        }
        return value;
    }

    private long product() {
        long value = factor();
        while (at('*') || at('/') || at('%')) {
            char operator = text.charAt(next++);
            long right = factor();
            value = switch (operator) {
                case '*' -> Math.multiplyExact(value, right);
                case '/' -> value / right;
                default -> value % right;
            };
        }
        return value;
    }

    private long factor() {
        if (!at('(')) {
            return operand();
        }
        if (++depth > DEPTH_MAX) {
            throw wrong("at most " + DEPTH_MAX + " nested parentheses");
        }
        next++;
        long value = sum();
        if (!at(')')) {
            throw wrong("a closing )");
        }
        next++;
        depth--;
        return value;
    }

    private long operand() {
        int from = next;
        while (next < text.length() && (Character.isLetterOrDigit(text.charAt(next)) || at('_') || at('.'))) {
            next++;
        }
        String word = text.substring(from, next);
        String known = variables.find(word);
        try {
            return ByteSize.parse(known == null ? word : known);
        } catch (IllegalArgumentException notNumber) {
            next = from;
            throw wrong("a number or " + variables.choices());
        }
    }

    private boolean at(char c) {
        return next < text.length() && text.charAt(next) == c;
    }

    private ScenarioException wrong(String expected) {
        SourcePosition place = new SourcePosition(start.file(), start.line(), start.column() + 2 + next);
        String got = next < text.length() ? text.substring(next) : "the end of ${" + text + "}";
        return new ScenarioException(place, expected, got);
    }
}
