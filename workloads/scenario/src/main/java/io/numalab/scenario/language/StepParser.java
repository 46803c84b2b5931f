package io.numalab.scenario.language;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads one step. Knows the tasks declared so far, so that a misspelt task is an error and not a silent skip. */
final class StepParser {
    private static final String STEPS = "task, bg, wait, exit, sysctl, write, mkdir, cgroup, show, swapon, sync,"
            + " drop-caches, sleep, settle or sim";
    private static final List<String> RESERVED = List.of("task", "bg", "wait", "exit", "sysctl", "write", "mkdir",
            "cgroup", "show", "swapon", "sync", "drop-caches", "sleep", "settle", "sim", "end", "-");
    private static final String SIMULATED = "cost, policy, patch, repeat, access, alloc, pread or reread";
    private static final String POLICY = "policy=";
    private static final String CPU = "cpu=";
    private static final long MILLIS_MAX = 86_400_000L;

    private final CommandParser commands;
    private final Map<String, Integer> declaredAt = new TreeMap<>();

    StepParser(List<NodeLine> nodes) {
        this.commands = new CommandParser(nodes);
    }

    /** Reads a step to the end of its line. */
    Step step(Words words) {
        Step step = read(words);
        words.end();
        return step;
    }

    private Step read(Words words) {
        String first = words.word("a step");
        return switch (first) {
            case "task" -> startTask(words);
            case "bg" -> new Step.Command(
                    known(words, words.word("the name of a task")), commands.command(words), true);
            case "wait" -> new Step.Wait(words.hasNext() ? known(words, words.word("")) : null);
            case "exit" -> new Step.Exit(known(words, words.word("the name of a task")));
            case "sysctl" -> sysctl(words);
            case "write" -> new Step.WriteTree(path(words), words.rest("a value"));
            case "mkdir" -> new Step.MakeDirectory(path(words));
            case "cgroup" -> new Step.JoinGroup(
                    known(words, words.word("the name of a task")), words.name("the name of a group"));
            case "show" -> new Step.Show(path(words));
            case "swapon" -> new Step.SwapOn();
            case "sync" -> new Step.Sync();
            case "drop-caches" -> new Step.DropCaches(
                    words.hasNext() ? (int) words.number("1 (file pages), 2 (slab) or 3 (both),", 1, 3) : 1);
            case "sleep" -> new Step.Sleep(words.number("milliseconds", 0, MILLIS_MAX));
            case "settle" -> new Step.Settle(
                    words.hasNext() ? words.number("milliseconds", 0, MILLIS_MAX) : Step.Settle.MILLIS_MAX_DEFAULT);
            case "sim" -> simulated(words);
            default -> {
                if (!declaredAt.containsKey(first)) {
                    throw words.wrong("a step (" + STEPS + ") or a declared task (" + tasks() + ")");
                }
                yield new Step.Command(first, commands.command(words), false);
            }
        };
    }

    private Step simulated(Words words) {
        boolean background = words.skip("bg");
        String word = words.word(SIMULATED);
        if (word.equals("policy") && !background) {
            return new Step.AttachPolicy(words.word("a policy such as zone_reclaim:mode=1"));
        }
        if (word.equals("patch") && !background) {
            return new Step.ApplyPatch(words.word("the name of a patch such as no-node-reclaim"));
        }
        if (!List.of("access", "alloc", "pread", "reread").contains(word)) {
            throw words.wrong(SIMULATED);
        }
        String task = known(words, words.word("the name of a task"));
        return new Step.Command(task, commands.simulated(words, word), background);
    }

    private Step startTask(Words words) {
        String name = words.name("the name of a task");
        if (RESERVED.contains(name)) {
            throw words.wrong("a name that is not a word of the language");
        }
        if (declaredAt.containsKey(name)) {
            throw words.wrong("a new task (line " + declaredAt.get(name) + " starts this one)");
        }
        CpuChoice cpus = CpuChoice.ANY;
        String policy = "default";
        while (words.hasNext()) {
            String word = words.word("");
            if (word.startsWith(CPU)) {
                cpus = commands.cpus(words, word, CPU);
            } else if (word.startsWith(POLICY) && word.length() > POLICY.length()) {
                policy = word.substring(POLICY.length());
            } else {
                throw words.wrong("cpu=any, cpu=nodeN, cpu=cpuLIST or policy=P");
            }
        }
        declaredAt.put(name, words.position().line());
        return new Step.StartTask(name, cpus, policy);
    }

    private String known(Words words, String name) {
        if (!declaredAt.containsKey(name)) {
            throw words.wrong("a declared task (" + tasks() + ")");
        }
        return name;
    }

    private String tasks() {
        if (declaredAt.isEmpty()) {
            return "there is none yet";
        }
        String names = String.join(", ", declaredAt.keySet());
        return names.length() > 200 ? names.substring(0, 200) + "..." : names;
    }

    private static Step sysctl(Words words) {
        String expected = "NAME=VALUE such as vm.zone_reclaim_mode=1";
        String word = words.word(expected);
        int equals = word.indexOf('=');
        if (equals <= 0 || word.contains("/") || word.startsWith(".") || equals == word.length() - 1) {
            throw words.wrong(expected);
        }
        return new Step.SetSysctl(word.substring(0, equals), word.substring(equals + 1));
    }

    private static String path(Words words) {
        String path = words.word("an absolute path of the simulated tree");
        if (!path.startsWith("/") || path.contains("/../") || path.endsWith("/..")) {
            throw words.wrong("an absolute path of the simulated tree, without ..");
        }
        return path;
    }
}
