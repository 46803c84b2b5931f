package io.numalab.scenario.language;

/** One thing that happens, in the order of the file. {@link #text} is the canonical spelling. */
public sealed interface Step {
    /** The policy of a task under test: filled in by whoever plays the scenario. */
    String UNDER_TEST = "@";

    /** The canonical spelling; parsing it gives an equal step. */
    String text();

    /** {@code task NAME [cpu=CPUS] [policy=P]}: starts a task. @param policy {@code default} if none is written */
    record StartTask(String name, CpuChoice cpus, String policy) implements Step {
        @Override
        public String text() {
            return "task " + name + " cpu=" + cpus + " policy=" + policy;
        }
    }

    /** {@code [bg] TASK COMMAND}. @param background whether the next step starts at once */
    record Command(String task, TaskCommand command, boolean background) implements Step {
        @Override
        public String text() {
            if (!command.simulatedOnly()) {
                return (background ? "bg " : "") + task + " " + command.text();
            }
            String[] words = command.text().split(" ", 2);
            return "sim " + (background ? "bg " : "") + words[0] + " " + task + " " + words[1];
        }
    }

    /** {@code wait [TASK]}. @param task null for every task that is busy */
    record Wait(String task) implements Step {
        @Override
        public String text() {
            return task == null ? "wait" : "wait " + task;
        }
    }

    /** {@code exit TASK}. */
    record Exit(String task) implements Step {
        @Override
        public String text() {
            return "exit " + task;
        }
    }

    /** {@code sysctl a.b=c}. */
    record SetSysctl(String name, String value) implements Step {
        @Override
        public String text() {
            return "sysctl " + name + "=" + value;
        }
    }

    /** {@code write PATH VALUE}: writes into the simulated tree. */
    record WriteTree(String path, String value) implements Step {
        @Override
        public String text() {
            return "write " + path + " " + value;
        }
    }

    /** {@code mkdir PATH}. */
    record MakeDirectory(String path) implements Step {
        @Override
        public String text() {
            return "mkdir " + path;
        }
    }

    /** {@code cgroup TASK NAME}: moves a task into a group. */
    record JoinGroup(String task, String group) implements Step {
        @Override
        public String text() {
            return "cgroup " + task + " " + group;
        }
    }

    /** {@code show PATH}. */
    record Show(String path) implements Step {
        @Override
        public String text() {
            return "show " + path;
        }
    }

    /** {@code swapon}. */
    record SwapOn() implements Step {
        @Override
        public String text() {
            return "swapon";
        }
    }

    /** {@code sync}. */
    record Sync() implements Step {
        @Override
        public String text() {
            return "sync";
        }
    }

    /** {@code drop-caches [1|2|3]}. */
    record DropCaches(int what) implements Step {
        @Override
        public String text() {
            return "drop-caches " + what;
        }
    }

    /** {@code sleep MS}. */
    record Sleep(long millis) implements Step {
        @Override
        public String text() {
            return "sleep " + millis;
        }
    }

    /** {@code settle [MS]}: until reclaim and writeback stand still for 0.4 s. @param millisMax gives up after this */
    record Settle(long millisMax) implements Step {
        /** The limit if none is written. */
        public static final long MILLIS_MAX_DEFAULT = 3000;

        @Override
        public String text() {
            return millisMax == MILLIS_MAX_DEFAULT ? "settle" : "settle " + millisMax;
        }
    }

    /** {@code sim patch NAME}: a kernel with a change that no released one has. */
    record ApplyPatch(String patch) implements Step {
        @Override
        public String text() {
            return "sim patch " + patch;
        }
    }

    /** {@code sim policy SPEC}: attaches a policy to the whole machine. */
    record AttachPolicy(String policy) implements Step {
        @Override
        public String text() {
            return "sim policy " + policy;
        }
    }
}
