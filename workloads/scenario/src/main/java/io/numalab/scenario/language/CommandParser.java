package io.numalab.scenario.language;

import java.util.List;

/** Reads what a task is told to do: the words after its name. */
final class CommandParser {
    private static final String COMMANDS = "policy, cpu, anon, reserve, shm, touch, loop, free, mlock, madvise, mbind,"
            + " migrate, churn, read, write or mmap-file";
    private static final String SIMULATED = "access, alloc, pread or reread";
    private static final List<String> ADVICE = List.of("hugepage", "nohugepage", "dontneed", "pageout", "cold");
    private static final String ORDERS = "seq, rand, stream, uniform, zipf=S with S up to 10, or"
            + " hot=SHARE:PERCENT[:COUNT] with both up to 100";
    private static final long ACCESSES_MAX = 1L << 40;
    private static final String MAPPING = "the name of a mapping";
    private static final String FILE = "the name of a file";
    private static final int TIMES_MAX = 1_000_000;
    private static final int SECONDS_MAX = 1_000_000;
    private static final int ORDER_MAX = 10;

    private final List<NodeLine> nodes;

    CommandParser(List<NodeLine> nodes) {
        this.nodes = nodes;
    }

    /** Reads a command of the language a kernel understands. */
    TaskCommand command(Words words) {
        return switch (words.word(COMMANDS)) {
            case "policy" -> new TaskCommand.SetPolicy(words.word("a policy such as default or bind:0-1"));
            case "cpu" -> new TaskCommand.SetCpus(cpus(words, words.word("any, nodeN or cpuLIST"), ""));
            case "anon" -> new TaskCommand.MapAnonymous(
                    words.name(MAPPING), words.size("of the mapping"), true, words.skip("rand"));
            case "reserve" -> new TaskCommand.MapAnonymous(
                    words.name(MAPPING), words.size("of the mapping"), false, false);
            case "shm" -> new TaskCommand.MapShared(words.name(MAPPING), words.size("of the mapping"));
            case "touch" -> touch(words);
            case "loop" -> new TaskCommand.Loop(words.name(MAPPING), words.decimal("seconds", SECONDS_MAX));
            case "free" -> new TaskCommand.Free(words.name(MAPPING));
            case "mlock" -> new TaskCommand.Lock(words.name(MAPPING));
            case "madvise" -> advise(words);
            case "mbind" -> new TaskCommand.BindMapping(
                    words.name(MAPPING), words.word("a policy such as bind:1"), words.skip("move"));
            case "migrate" -> new TaskCommand.Migrate(nodeList(words), nodeList(words));
            case "churn" -> new TaskCommand.Churn(
                    words.size("of the mapping"), (int) words.number("a count", 0, TIMES_MAX));
            case "read" -> read(words);
            case "write" -> new TaskCommand.WriteFile(
                    words.name(FILE), words.size("offset"), words.size("length"), words.skip("sync"));
            case "mmap-file" -> new TaskCommand.MapFile(words.name(MAPPING), words.name(FILE), words.size("offset"),
                    words.size("length"), words.hasNext() && write(words));
            default -> throw words.wrong(COMMANDS);
        };
    }

    /** Reads a command that begins with {@code sim}; the name of the task stands after the first word. */
    TaskCommand simulated(Words words, String command) {
        return switch (command) {
            case "access" -> {
                String name = words.name(MAPPING);
                long count = words.count("a number of accesses", 0, ACCESSES_MAX);
                boolean ordered = words.hasNext() && !words.peek().equals("r") && !words.peek().equals("w");
                PageOrder order = ordered ? order(words) : new PageOrder.Sequential();
                yield new TaskCommand.Access(name, count, order, words.hasNext() && write(words));
            }
            case "pread" -> new TaskCommand.ReadPages(words.name(FILE), words.size("offset"), words.size("length"),
                    words.count("a number of pages", 0, ACCESSES_MAX), order(words));
            case "reread" -> new TaskCommand.ReadAgain(words.name(FILE), words.size("offset"), words.size("length"),
                    words.decimal("a probability", 1));
            case "alloc" -> allocate(words);
            default -> throw words.wrong(SIMULATED);
        };
    }

    private static PageOrder order(Words words) {
        String word = words.word(ORDERS);
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        String[] values = equals < 0 ? new String[0] : word.substring(equals + 1).split(":", -1);
        for (String value : values) {
            if (!Words.isDecimal(value)) {
                throw words.wrong(ORDERS);
            }
        }
        PageOrder order = switch (name + "/" + values.length) {
            case "seq/0" -> new PageOrder.Sequential();
            case "rand/0" -> new PageOrder.Recorded();
            case "stream/0" -> new PageOrder.Stream();
            case "uniform/0" -> new PageOrder.Uniform();
            case "zipf/1" -> new PageOrder.Zipf(Double.parseDouble(values[0]));
            case "hot/2", "hot/3" -> new PageOrder.Hot(Double.parseDouble(values[0]), Double.parseDouble(values[1]),
                    values.length < 3 ? 0 : words.scaled((long) Double.parseDouble(values[2])));
            default -> throw words.wrong(ORDERS);
        };
        boolean possible = order instanceof PageOrder.Zipf zipf ? zipf.exponent() <= 10
                : !(order instanceof PageOrder.Hot hot) || hot.sharePercent() > 0 && hot.sharePercent() <= 100
                        && hot.accessPercent() <= 100;
        if (!possible) {
            throw words.wrong(ORDERS);
        }
        return order;
    }

    /** Where a task may run, from a word that was read and starts with {@code prefix}. */
    CpuChoice cpus(Words words, String word, String prefix) {
        String choice = word.substring(prefix.length());
        if (choice.equals("any")) {
            return CpuChoice.ANY;
        }
        if (choice.startsWith("node") && ScenarioParameter.isWhole(choice.substring(4))) {
            long nid = Long.parseLong(choice.substring(4));
            if (nodes.stream().noneMatch(node -> node.nid() == nid && !node.cpus().isEmpty())) {
                throw words.wrong(prefix + "nodeN of a node with CPUs, one of " + nodesWithCpus());
            }
            return new CpuChoice((int) nid, List.of());
        }
        if (!choice.startsWith("cpu")) {
            throw words.wrong(prefix + "any, " + prefix + "nodeN or " + prefix + "cpuLIST");
        }
        List<Integer> list = words.cpuList(choice, "cpu");
        for (int cpu : list) {
            if (nodes.stream().noneMatch(node -> node.cpus().contains(cpu))) {
                throw words.wrong("CPUs of the machine, which has " + allCpus());
            }
        }
        return new CpuChoice(-1, list);
    }

    private String nodesWithCpus() {
        List<String> names = nodes.stream().filter(node -> !node.cpus().isEmpty())
                .map(node -> "node" + node.nid()).toList();
        return names.isEmpty() ? "none" : String.join(", ", names);
    }

    private String allNodes() {
        return NumberList.format(nodes.stream().map(NodeLine::nid).toList());
    }

    private boolean isNode(long nid) {
        return nodes.stream().anyMatch(node -> node.nid() == nid);
    }

    private String allCpus() {
        return NumberList.format(nodes.stream().flatMap(node -> node.cpus().stream()).sorted().toList());
    }

    private static TaskCommand touch(Words words) {
        String name = words.name(MAPPING);
        boolean write = write(words);
        boolean sized = words.hasNext() && !words.peek().equals("rand");
        long bytes = sized ? words.size("of the part that is touched") : -1;
        return new TaskCommand.Touch(name, write, bytes, words.skip("rand"));
    }

    private static boolean write(Words words) {
        String mode = words.word("r or w");
        if (!mode.equals("r") && !mode.equals("w")) {
            throw words.wrong("r or w");
        }
        return mode.equals("w");
    }

    private static TaskCommand advise(Words words) {
        String name = words.name(MAPPING);
        String what = words.word(String.join(", ", ADVICE));
        if (!ADVICE.contains(what)) {
            throw words.wrong("one of " + String.join(", ", ADVICE));
        }
        return new TaskCommand.Advise(name, what);
    }

    private static TaskCommand read(Words words) {
        String file = words.name(FILE);
        long offset = words.size("offset");
        long bytes = words.size("length");
        int times = words.hasNext() ? (int) words.number("a count", 0, TIMES_MAX) : 1;
        return new TaskCommand.ReadFile(file, offset, bytes, times);
    }

    private String nodeList(Words words) {
        String expected = "a list of nodes of " + allNodes();
        String word = words.word(expected);
        try {
            if (NumberList.parse(word).stream().allMatch(this::isNode)) {
                return word;
            }
        } catch (IllegalArgumentException notList) {
            throw words.wrong(expected);
        }
        throw words.wrong(expected);
    }

    private TaskCommand allocate(Words words) {
        String expected = "nN with N of " + allNodes();
        String node = words.word(expected);
        if (!node.startsWith("n") || !ScenarioParameter.isWhole(node.substring(1))
                || !isNode(Long.parseLong(node.substring(1)))) {
            throw words.wrong(expected);
        }
        boolean thisNode = words.skip("thisnode");
        boolean atomic = words.skip("atomic");
        boolean nowarn = words.skip("nowarn");
        int order = 0;
        if (words.peek().startsWith("order=")) {
            String text = words.word("order=K").substring("order=".length());
            if (!ScenarioParameter.isWhole(text) || Long.parseLong(text) > ORDER_MAX) {
                throw words.wrong("order=0 to order=" + ORDER_MAX);
            }
            order = Integer.parseInt(text);
        }
        int count = words.hasNext() ? (int) words.count("a count", 1, Integer.MAX_VALUE) : 1;
        return new TaskCommand.Allocate(Integer.parseInt(node.substring(1)), thisNode, atomic, nowarn, order, count);
    }
}
