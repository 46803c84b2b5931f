package io.numalab.scenario.language;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The words of one line, read from left to right; every complaint knows its column. Variables are replaced word by
 * word, so a column is that of the text as the user wrote it.
 */
final class Words {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}");
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,12}(\\.[0-9]{1,9})?");

    private final String file;
    private final SourceLine line;
    private final Variation variation;
    private final List<String> texts = new ArrayList<>();
    private final List<Integer> columns = new ArrayList<>();
    private int next;

    /** Splits a line at blanks and replaces variables. @param variables null to take the text as it stands */
    Words(String file, SourceLine line, Variables variables) {
        this.file = file;
        this.line = line;
        variation = variables == null ? Variation.NONE : variables.variation();
        String text = line.text();
        int from = 0;
        while (true) {
            while (from < text.length() && isBlank(text.charAt(from))) {
                from++;
            }
            if (from >= text.length()) {
                break;
            }
            int to = from;
            while (to < text.length() && !isBlank(text.charAt(to))) {
                to++;
            }
            SourcePosition at = new SourcePosition(file, line.number(), from + 1);
            String word = text.substring(from, to);
            texts.add(variables == null ? word : variables.substitute(word, at));
            columns.add(from + 1);
            from = to;
        }
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\f' || c == '\r';
    }

    /** All words with one blank between them. */
    String joined() {
        return String.join(" ", texts);
    }

    /** The place of the first word. */
    SourcePosition position() {
        return new SourcePosition(file, line.number(), columns.isEmpty() ? 1 : columns.get(0));
    }

    boolean hasNext() {
        return next < texts.size();
    }

    /** The next word without reading it, "" at the end of the line. */
    String peek() {
        return hasNext() ? texts.get(next) : "";
    }

    /** Reads a word. @throws ScenarioException at the end of the line */
    String word(String expected) {
        if (!hasNext()) {
            int column = columns.isEmpty() ? 1 : line.text().stripTrailing().length() + 1;
            throw new ScenarioException(
                    new SourcePosition(file, line.number(), column), expected, "the end of the line");
        }
        return texts.get(next++);
    }

    /** Reads the next word if it is this one. */
    boolean skip(String word) {
        if (peek().equals(word) && hasNext()) {
            next++;
            return true;
        }
        return false;
    }

    /** The word read last. */
    String last() {
        return texts.get(next - 1);
    }

    /** A list of CPUs in a word that was read and starts with {@code prefix}. */
    List<Integer> cpuList(String word, String prefix) {
        if (!word.startsWith(prefix)) {
            throw wrong(prefix + "LIST, a list of CPUs such as 0-3,8");
        }
        try {
            return NumberList.parse(word.substring(prefix.length()));
        } catch (IllegalArgumentException notList) {
            throw wrong(prefix + "LIST, a list of CPUs up to " + NumberList.NUMBER_MAX + " such as 0-3,8");
        }
    }

    /** A complaint about the word read last. */
    ScenarioException wrong(String expected) {
        int last = Math.max(0, next - 1);
        return new ScenarioException(
                new SourcePosition(file, line.number(), columns.get(last)), expected, texts.get(last));
    }

    /** Reads a name: letters, digits, {@code _ . -}, at most 64, starting with a letter, a digit or {@code _}. */
    String name(String what) {
        String expected = what + " (letters, digits, _ . - and at most 64 of them)";
        String word = word(expected);
        if (!NAME.matcher(word).matches()) {
            throw wrong(expected);
        }
        return word;
    }

    /** Reads a size in bytes, at the scale of the run. */
    long size(String what) {
        String expected = ByteSize.EXPECTED + " (" + what + ")";
        String word = word(expected);
        try {
            return variation.bytes(ByteSize.parse(word));
        } catch (IllegalArgumentException notSize) {
            throw wrong(expected);
        }
    }

    /** Reads a whole number within a range. */
    long number(String what, long min, long max) {
        String expected = what + " from " + min + " to " + max;
        String word = word(expected);
        if (!ScenarioParameter.isWhole(word) || Long.parseLong(word) < min || Long.parseLong(word) > max) {
            throw wrong(expected);
        }
        return Long.parseLong(word);
    }

    /** Reads {@code NAME=NUMBER}, a whole number within a range. */
    long setting(String name, long min, long max) {
        String expected = name + "=N from " + min + " to " + max;
        String word = word(expected);
        String number = word.startsWith(name + "=") ? word.substring(name.length() + 1) : "";
        if (!ScenarioParameter.isWhole(number) || Long.parseLong(number) < min || Long.parseLong(number) > max) {
            throw wrong(expected);
        }
        return Long.parseLong(number);
    }

    /** Reads {@code NAME=N,N,...}, whole numbers from 0 to {@code max}; none if nothing stands behind the sign. */
    List<Integer> numbers(String name, int max) {
        String expected = name + "=N,N,... from 0 to " + max;
        String word = word(expected);
        if (!word.startsWith(name + "=")) {
            throw wrong(expected);
        }
        List<Integer> numbers = new ArrayList<>();
        String list = word.substring(name.length() + 1);
        for (String number : list.isEmpty() ? new String[0] : list.split(",", -1)) {
            if (!ScenarioParameter.isWhole(number) || Long.parseLong(number) > max) {
                throw wrong(expected);
            }
            numbers.add(Integer.parseInt(number));
        }
        return numbers;
    }

    /** Reads how often something is done, at the scale of the run. */
    long count(String what, long min, long max) {
        return scaled(number(what, min, max));
    }

    /** A number that was read, at the scale of the run. */
    long scaled(long count) {
        return variation.count(count);
    }

    /** Whether a text is a decimal number without a sign. */
    static boolean isDecimal(String text) {
        return DECIMAL.matcher(text).matches();
    }

    /** Reads a decimal number from 0 to {@code max}. */
    double decimal(String what, long max) {
        String expected = what + " from 0 to " + max;
        String word = word(expected);
        if (!isDecimal(word) || new BigDecimal(word).compareTo(BigDecimal.valueOf(max)) > 0) {
            throw wrong(expected);
        }
        return Double.parseDouble(word);
    }

    /** Reads the rest of the line, at least one word. */
    String rest(String expected) {
        StringBuilder text = new StringBuilder(word(expected));
        while (hasNext()) {
            text.append(' ').append(texts.get(next++));
        }
        return text.toString();
    }

    /** Checks that everything was read. */
    void end() {
        if (hasNext()) {
            next++;
            throw wrong("the end of the line");
        }
    }
}
