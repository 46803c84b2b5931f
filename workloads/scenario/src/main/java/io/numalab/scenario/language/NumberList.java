package io.numalab.scenario.language;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Pattern;

/** Lists of small numbers as the kernel prints them: {@code 0-3,8}. */
public final class NumberList {
    /** The largest number that may stand in a list. */
    public static final int NUMBER_MAX = 8191;

    private static final Pattern PART = Pattern.compile("[0-9]{1,4}(?:-[0-9]{1,4})?");

    private NumberList() {
    }

    /**
     * Reads a list.
     *
     * @return ascending, without duplicates
     * @throws IllegalArgumentException if the text is no such list
     */
    public static List<Integer> parse(String text) {
        BitSet numbers = new BitSet();
        // Part by part: a pattern for the whole list would recurse for each of them.
        for (String part : text.split(",", -1)) {
            if (!PART.matcher(part).matches()) {
                throw new IllegalArgumentException(
                        "expected a list such as 0-3,8, got " + ScenarioException.printable(text));
            }
            String[] ends = part.split("-");
            int last = Integer.parseInt(ends[ends.length - 1]);
            if (last > NUMBER_MAX || Integer.parseInt(ends[0]) > last) {
                throw new IllegalArgumentException(
                        "expected ascending ranges of numbers up to " + NUMBER_MAX + ", got " + part);
            }
            numbers.set(Integer.parseInt(ends[0]), last + 1);
        }
        return numbers.stream().boxed().toList();
    }

    /** The shortest spelling of an ascending list. */
    public static String format(List<Integer> numbers) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        while (from < numbers.size()) {
            int to = from;
            while (to + 1 < numbers.size() && numbers.get(to + 1) == numbers.get(to) + 1) {
                to++;
            }
            parts.add(to == from ? numbers.get(from).toString() : numbers.get(from) + "-" + numbers.get(to));
            from = to + 1;
        }
        return String.join(",", parts);
    }
}
