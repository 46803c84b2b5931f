package io.numalab.scenario.trace;

import io.numalab.scenario.trace.TraceEvent.Kind;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Understands one line of a trace, whichever tool wrote it: {@code perf script} ({@code comm pid [cpu] time:
 * kmem:mm_page_alloc: ...}), ftrace and trace-cmd ({@code comm-pid [cpu] flags time: mm_page_alloc: ...}), the comments
 * of function_graph, and bare events. Frame numbers may be decimal or hexadecimal, flags in words or raw.
 */
final class KmemLine {
    private static final Map<String, Kind> EVENTS = new TreeMap<>(Map.of(
            "mm_page_alloc", Kind.ALLOCATED,
            "mm_page_free", Kind.FREED,
            "mm_page_free_direct", Kind.FREED,
            "mm_page_free_batched", Kind.FREED_IN_BATCH,
            "mm_pagevec_free", Kind.FREED_IN_BATCH,
            "mm_vmscan_wakeup_kswapd", Kind.KSWAPD_CALLED,
            "mm_vmscan_kswapd_wake", Kind.KSWAPD_WOKE,
            "mm_vmscan_direct_reclaim_end", Kind.DIRECT_RECLAIM_ENDED,
            "mm_vmscan_node_reclaim_end", Kind.NODE_RECLAIM_ENDED));
    private static final Pattern EVENT = Pattern.compile("(?:^|[\\s:*])(mm_(?:page|vmscan)[a-z_]*):");
    private static final Pattern LOST =
            Pattern.compile("LOST ([0-9]{1,18}) EVENTS|([0-9]{1,18}) EVENTS DROPPED|PERF_RECORD_LOST\\D+([0-9]{1,18})");
    private static final Pattern PLACE = Pattern.compile("\\[([0-9]{1,5})\\](?:\\s+[^\\s\\[\\]:]+)?\\s+"
            + "([0-9]{1,9})\\.([0-9]{1,9}):\\s*(?:[a-z]+:)?$");
    private static final Pattern GRAPH_TIME = Pattern.compile("^\\s*([0-9]{1,9})\\.([0-9]{1,9})\\s*\\|");
    private static final Pattern GRAPH_CPU = Pattern.compile("(?:^|\\|)\\s*([0-9]{1,5})\\)");
    /** {@code comm-pid} of ftrace, {@code comm  pid} of perf; perf may add a thread id. */
    private static final Pattern TASK = Pattern.compile("^\\s*(.*?)(?:-|\\s+)([0-9]{1,10})(?:/[0-9]+)?\\s*$");
    private static final int ORDER_MAX = 10;

    private KmemLine() {
    }

    /**
     * The event of a line.
     *
     * @return the event, or null if the line has none that counts here (stacks, heads, other events)
     * @throws TraceFormatException if it has one that is malformed
     */
    static TraceEvent parse(String line, long number, String file) {
        int about = line.indexOf("mm_");
        if (about < 0) {
            return lost(line);
        }
        Matcher event = EVENT.matcher(line);
        Kind kind = event.find() ? EVENTS.get(event.group(1)) : null;
        if (kind == null) {
            return null;
        }
        Fields fields = new Fields(line, event.end(), number, file);
        Head head = Head.of(line.substring(0, event.start(1)));
        return switch (kind) {
            case ALLOCATED -> allocated(fields, head);
            case FREED, FREED_IN_BATCH -> head.event(kind, fields.number("pfn"), order(fields, 0), 0, -1, 0);
            case KSWAPD_CALLED, KSWAPD_WOKE -> head.event(kind, -1, 0, 0, (int) fields.number("nid"), 0);
            default -> head.event(kind, -1, 0, 0, -1, fields.number("nr_reclaimed"));
        };
    }

    private static TraceEvent allocated(Fields fields, Head head) {
        long pfn = fields.number("pfn");
        String page = fields.text("page");
        boolean none = pfn == 0 && (page == null || page.isEmpty() || page.matches("\\(null\\)|(0x)?0+"));
        int order = order(fields, -1);
        int gfp = KernelGfp.parse(fields.required("gfp_flags"), fields);
        return head.event(none ? Kind.FAILED : Kind.ALLOCATED, none ? -1 : pfn, order, gfp, -1, 0);
    }

    private static int order(Fields fields, int ifMissing) {
        if (ifMissing >= 0 && fields.text("order") == null) {
            return ifMissing;
        }
        long order = fields.number("order");
        if (order > ORDER_MAX) {
            throw fields.bad("order", "an order from 0 to " + ORDER_MAX);
        }
        return (int) order;
    }

    private static TraceEvent lost(String line) {
        if (!line.contains("EVENTS") && !line.contains("PERF_RECORD_LOST")) {
            return null;
        }
        Matcher lost = LOST.matcher(line);
        if (!lost.find()) {
            return null;
        }
        int group = lost.group(1) != null ? 1 : lost.group(2) != null ? 2 : 3;
        return new TraceEvent(Kind.LOST, "", -1, -1, -1, 0, 0, -1, Long.parseLong(lost.group(group)));
    }

    /** What stands before the event: who, where, when. */
    private record Head(String task, int cpu, long timeNanos) {

        static Head of(String text) {
            Matcher place = PLACE.matcher(text);
            if (place.find()) {
                return new Head(task(text.substring(0, place.start())), Integer.parseInt(place.group(1)),
                        nanos(place.group(2), place.group(3)));
            }
            Matcher time = GRAPH_TIME.matcher(text);
            Matcher cpu = GRAPH_CPU.matcher(text);
            return new Head("", cpu.find() ? Integer.parseInt(cpu.group(1)) : -1,
                    time.find() ? nanos(time.group(1), time.group(2)) : -1);
        }

        private static String task(String text) {
            Matcher task = TASK.matcher(text);
            return task.matches() ? task.group(1).strip() + "-" + task.group(2) : text.strip();
        }

        private static long nanos(String seconds, String fraction) {
            long nanos = Long.parseLong((fraction + "00000000").substring(0, 9));
            return Long.parseLong(seconds) * 1_000_000_000L + nanos;
        }

        TraceEvent event(Kind kind, long pfn, int order, int gfp, int nid, long count) {
            return new TraceEvent(kind, task, cpu, timeNanos, pfn, order, gfp, nid, count);
        }
    }

    /** The {@code name=value} pairs behind the event. */
    static final class Fields {
        private final String line;
        private final int from;
        private final long number;
        private final String file;

        Fields(String line, int from, long number, String file) {
            this.line = line;
            this.from = from;
            this.number = number;
            this.file = file;
        }

        /** The value of a field up to the next blank, or null. */
        String text(String name) {
            int at = start(name);
            if (at < 0) {
                return null;
            }
            int end = at;
            while (end < line.length() && line.charAt(end) > ' ') {
                end++;
            }
            return line.substring(at, end);
        }

        String required(String name) {
            String text = text(name);
            if (text == null || text.isEmpty()) {
                throw bad(name, name + "=VALUE");
            }
            return text;
        }

        /** A number, hexadecimal behind 0x. */
        long number(String name) {
            String text = required(name);
            boolean hex = text.startsWith("0x");
            String digits = hex ? text.substring(2) : text;
            if (!digits.matches(hex ? "[0-9a-fA-F]{1,15}" : "[0-9]{1,18}")) {
                throw bad(name, "a number behind " + name + "=");
            }
            return Long.parseLong(digits, hex ? 16 : 10);
        }

        private int start(String name) {
            String wanted = name + "=";
            int at = line.indexOf(wanted, from);
            while (at > 0 && line.charAt(at - 1) > ' ') {
                at = line.indexOf(wanted, at + 1);
            }
            return at < 0 ? -1 : at + wanted.length();
        }

        TraceFormatException bad(String name, String expected) {
            int at = start(name);
            String found = text(name);
            return new TraceFormatException(file, number, (at < 0 ? from : at) + 1, expected,
                    found == null ? line.substring(Math.min(from, line.length())) : found);
        }
    }
}
