package io.numalab.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Writes random operations, each given by a number, as the steps of a scenario: memory touched, files read and written,
 * tasks bound, confined, locked and meeting each other, kernel memory, time. The same numbers are the same scenario.
 */
final class CaseWriter {
    private static final int TASKS_MAX = 4;
    private static final int MAPPINGS_MAX = 6;
    private static final List<String> DEFRAG = List.of("never", "madvise", "defer", "always");
    private static final List<String> FILES = List.of("f0", "f1", "f2");

    /** A task as far as it is written. */
    private static final class Actor {
        private final String name;
        private final boolean grouped;
        private final List<String> mappings = new ArrayList<>();

        Actor(String name, boolean grouped) {
            this.name = name;
            this.grouped = grouped;
        }
    }

    private final Subject subject;
    private final MachineLines machine;
    private final List<String> steps = new ArrayList<>();
    private final List<Actor> actors = new ArrayList<>();
    private int names;

    private CaseWriter(Subject subject, MachineLines machine) {
        this.subject = subject;
        this.machine = machine;
    }

    /** The case of these numbers. */
    static Case write(Subject subject, MachineLines machine, List<Integer> operations) {
        CaseWriter writer = new CaseWriter(subject, machine);
        writer.begin(new SplittableRandom(operations.size()));
        operations.forEach(operation -> writer.operation(new SplittableRandom(operation)));
        return new Case(machine.header(), List.copyOf(writer.steps));
    }

    private void begin(SplittableRandom random) {
        if (machine.swap()) {
            steps.add("swapon");
        }
        if (subject.beneath() != null) {
            steps.add("sim policy " + SettingsChoice.of(subject.beneath(), machine.memoryNodes(), random));
        } else if (!subject.atTaskScope()) {
            steps.add("sim policy " + settings(random));
        }
        if (random.nextInt(3) == 0) {
            hugePages(random);
        }
    }

    // Of all requests only those for huge pages may come without any right to reclaim.
    private void hugePages(SplittableRandom random) {
        steps.add("write /sys/kernel/mm/transparent_hugepage/enabled always");
        steps.add("write /sys/kernel/mm/transparent_hugepage/defrag " + DEFRAG.get(random.nextInt(DEFRAG.size())));
    }

    private String settings(SplittableRandom random) {
        return SettingsChoice.of(subject.provider(), machine.memoryNodes(), random);
    }

    private void operation(SplittableRandom random) {
        int what = random.nextInt(23);
        Actor actor = someActor(random);
        switch (what) {
            case 0, 1, 2, 3 -> touchNew(actor, "anon", random);
            case 4 -> touchNew(actor, "shm", random);
            case 5, 6, 7 -> say(actor, "read " + file(random) + " 0 " + size(random, 3) + " "
                    + (1 + random.nextInt(3) / 2));
            case 8, 9 -> say(actor, "write " + file(random) + " 0 " + size(random, 6)
                    + (random.nextBoolean() ? " sync" : ""));
            case 10 -> say(actor, "mmap-file " + fresh(actor) + " " + file(random) + " 0 " + size(random, 4) + " "
                    + (random.nextInt(3) == 0 ? "w" : "r"));
            case 11 -> onMapping(actor, random, "touch", random.nextBoolean() ? "w" : "r");
            case 12 -> free(actor, random);
            case 13 -> lock(actor, random);
            case 14 -> steps.add("sleep " + (1 + random.nextInt(500)));
            case 15 -> steps.add("settle");
            case 16, 17 -> attach(actor, random);
            case 18, 19 -> touchBound(actor, random);
            case 20 -> confine(actor, random);
            case 21 -> allocate(actor, random);
            default -> together(random);
        }
    }

    private void say(Actor actor, String command) {
        steps.add(actor.name + " " + command);
    }

    private Actor someActor(SplittableRandom random) {
        if (actors.isEmpty() || actors.size() < TASKS_MAX && random.nextInt(6) == 0) {
            return newActor(random);
        }
        return actors.get(random.nextInt(actors.size()));
    }

    private Actor newActor(SplittableRandom random) {
        List<Integer> nodes = machine.cpuNodes();
        Actor actor = new Actor("t" + names++, random.nextInt(3) == 0);
        actors.add(actor);
        boolean tested = subject.atTaskScope() && random.nextInt(4) > 0;
        steps.add("task " + actor.name + " cpu=node" + nodes.get(random.nextInt(nodes.size()))
                + (tested ? " policy=" + settings(random) : ""));
        if (actor.grouped) {
            steps.add("mkdir /cg/" + actor.name);
            steps.add("cgroup " + actor.name + " " + actor.name);
            confine(actor, random);
        }
        return actor;
    }

    private void confine(Actor actor, SplittableRandom random) {
        if (actor.grouped) {
            steps.add("write /cg/" + actor.name + "/cpuset.mems "
                    + SettingsChoice.someNodes(machine.memoryNodes(), random));
        }
    }

    private String size(SplittableRandom random, int divisor) {
        return 4 * (1 + random.nextInt(Math.max(1, machine.pages() / divisor))) + "K";
    }

    private static String file(SplittableRandom random) {
        return FILES.get(random.nextInt(FILES.size()));
    }

    private String fresh(Actor actor) {
        if (actor.mappings.size() == MAPPINGS_MAX) {
            say(actor, "free " + actor.mappings.remove(0));
        }
        String name = "m" + names++;
        actor.mappings.add(name);
        return name;
    }

    private void touchNew(Actor actor, String kind, SplittableRandom random) {
        boolean shuffled = kind.equals("anon") && random.nextInt(4) == 0;
        say(actor, kind + " " + fresh(actor) + " " + size(random, 4) + (shuffled ? " rand" : ""));
    }

    private void onMapping(Actor actor, SplittableRandom random, String verb, String rest) {
        if (!actor.mappings.isEmpty()) {
            say(actor, verb + " " + actor.mappings.get(random.nextInt(actor.mappings.size())) + " " + rest);
        }
    }

    private void free(Actor actor, SplittableRandom random) {
        if (!actor.mappings.isEmpty()) {
            say(actor, "free " + actor.mappings.remove(random.nextInt(actor.mappings.size())));
        }
    }

    private void lock(Actor actor, SplittableRandom random) {
        String name = fresh(actor);
        say(actor, "reserve " + name + " " + size(random, 12));
        say(actor, "mlock " + name);
    }

    private void attach(Actor actor, SplittableRandom random) {
        if (subject.atTaskScope()) {
            say(actor, "policy " + (random.nextInt(4) == 0 ? "default" : settings(random)));
        } else {
            steps.add("sim policy " + settings(random));
        }
    }

    private void touchBound(Actor actor, SplittableRandom random) {
        String name = fresh(actor);
        say(actor, "reserve " + name + " " + size(random, 4));
        if (subject.atTaskScope()) {
            say(actor, "mbind " + name + " " + settings(random));
        }
        say(actor, "touch " + name + " w");
    }

    private void allocate(Actor actor, SplittableRandom random) {
        List<Integer> nodes = machine.memoryNodes();
        steps.add("sim alloc " + actor.name + " n" + nodes.get(random.nextInt(nodes.size()))
                + (random.nextInt(3) > 0 ? " thisnode" : "") + (random.nextInt(3) == 0 ? " atomic" : "") + " "
                + (1 + random.nextInt(machine.pages() / 6 + 1)));
    }

    // Two tasks at once: they meet at the lock of a node, and one takes what the other freed.
    private void together(SplittableRandom random) {
        Actor first = someActor(random);
        Actor second = newActor(random);
        steps.add("bg " + first.name + " anon " + fresh(first) + " " + size(random, 4));
        steps.add("bg " + second.name + " read " + file(random) + " 0 " + size(random, 3));
        steps.add("wait");
        steps.add("exit " + second.name);
        actors.remove(second);
    }
}
