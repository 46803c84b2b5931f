package io.numalab.scenario.access;

import io.numalab.scenario.trace.TraceFormatException;
import io.numalab.scenario.trace.TraceLines;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Accesses as CSV, a line each: seconds, task, page, {@code r} or {@code w}. A first line with names puts the columns
 * in another order; {@code address} instead of {@code page} stands for bytes. Time, task and direction may be empty or
 * missing. Split by hand, so that complaints can name the column; fields have no quotes.
 */
final class CsvAccessReader implements AccessReader {
    private static final List<String> USUAL = List.of("time", "task", "page", "rw");
    private static final Map<String, String> NAMES = Map.ofEntries(Map.entry("time", "time"),
            Map.entry("seconds", "time"), Map.entry("task", "task"), Map.entry("comm", "task"),
            Map.entry("pid", "task"), Map.entry("thread", "task"), Map.entry("page", "page"),
            Map.entry("address", "address"), Map.entry("addr", "address"), Map.entry("rw", "rw"),
            Map.entry("r/w", "rw"), Map.entry("access", "rw"));
    private static final String UNNAMED = "task";
    private static final int TASK_MAX = 64;
    private static final int ABSENT = -1;

    private final TraceLines lines;
    private int[] columns;
    private boolean bytes;
    private String line;
    /** Where fields of the line begin; one more than it has, behind its end. */
    private int[] starts = new int[USUAL.size() + 1];
    private int count;

    CsvAccessReader(TraceLines lines) {
        this.lines = lines;
    }

    @Override
    public Access next() throws IOException {
        do {
            line = lines.next();
            if (line == null) {
                return null;
            }
        } while (line.isBlank() || line.startsWith("#") || isHead());
        String page = field(columns[2]);
        long number = number(page);
        return new Access(task(), timeNanos(), bytes ? number / Access.PAGE_BYTES : number, 1, 1, write());
    }

    private boolean isHead() {
        split();
        if (columns != null) {
            return false;
        }
        columns = new int[] {0, 1, 2, 3};
        List<String> names = Arrays.stream(line.split(",", -1))
                .map(name -> NAMES.getOrDefault(name.strip().toLowerCase(Locale.ROOT), "")).toList();
        bytes = names.contains("address");
        if (!bytes && !names.contains("page")) {
            return false;
        }
        for (int i = 0; i < columns.length; i++) {
            columns[i] = names.indexOf(i == 2 && bytes ? "address" : USUAL.get(i));
        }
        return true;
    }

    private void split() {
        count = 0;
        int start = 0;
        while (start >= 0) {
            if (count + 1 == starts.length) {
                starts = Arrays.copyOf(starts, 2 * starts.length);
            }
            starts[count++] = start;
            start = line.indexOf(',', start) + 1;
            start = start == 0 ? ABSENT : start;
        }
        starts[count] = line.length() + 1;
    }

    /** A field without blanks around it, empty if the line has none. */
    private String field(int column) {
        return column < 0 || column >= count ? "" : line.substring(starts[column], starts[column + 1] - 1).strip();
    }

    private TraceFormatException bad(int column, String expected) {
        int start = column < count ? starts[column] : line.length();
        return lines.bad(start + 1, expected, column < count ? field(column) : "");
    }

    private long number(String text) {
        boolean hex = text.startsWith("0x");
        try {
            long number = Long.parseLong(hex ? text.substring(2) : text, hex ? 16 : 10);
            if (number >= 0 && text.charAt(0) != '+' && (bytes ? number / Access.PAGE_BYTES : number)
                    < Access.PAGE_LIMIT) {
                return number;
            }
        } catch (NumberFormatException none) {
            // As for a number that is out of range.
        }
        throw bad(columns[2], (bytes ? "an address" : "a page number below 2^52") + " (the columns are time, task,"
                + " page or address, r/w)");
    }

    private String task() {
        String task = field(columns[1]);
        if (task.length() > TASK_MAX) {
            throw bad(columns[1], "a task of at most " + TASK_MAX + " characters");
        }
        return task.isEmpty() ? UNNAMED : task;
    }

    private long timeNanos() {
        String text = field(columns[0]);
        if (text.isEmpty()) {
            return -1;
        }
        int point = text.indexOf('.');
        String whole = point < 0 ? text : text.substring(0, point);
        String fraction = point < 0 ? "" : text.substring(point + 1);
        if (!isDigits(whole) || whole.length() > 9 || point >= 0 && !isDigits(fraction)) {
            throw bad(columns[0], "seconds below 10^9, such as 12.000345");
        }
        return Long.parseLong(whole) * 1_000_000_000L + Long.parseLong((fraction + "000000000").substring(0, 9));
    }

    private static boolean isDigits(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private boolean write() {
        return switch (field(columns[3]).toLowerCase(Locale.ROOT)) {
            case "", "r", "read", "load", "0" -> false;
            case "w", "write", "store", "1" -> true;
            default -> throw bad(columns[3], "r or w");
        };
    }

    @Override
    public long lines() {
        return lines.number();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
