package io.numalab.recorder;

import io.numalab.scenario.language.NumberList;
import io.numalab.scenario.language.ScenarioException;
import io.numalab.scenario.language.ScenarioStep;
import io.numalab.scenario.language.Step;
import io.numalab.scenario.language.TaskCommand;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Checks that the guest program can play the steps: its tables are of fixed size, it knows the kernel's policies. */
final class ScriptCheck {
    /** As in {@code guest.h}. */
    private static final int TASKS_MAX = 64;
    private static final int MAPS_MAX = 16;
    private static final int FILES_MAX = 32;
    private static final int LINE_BYTES_MAX = 500;
    private static final Set<String> WITHOUT_NODES = Set.of("default", "local");
    private static final List<String> WITH_NODES = List.of("bind", "prefer", "prefer-many", "interleave",
            "weighted-interleave", "bind-static", "bind-balancing");

    private final int nodeCount;
    private final Map<String, String> busy = new TreeMap<>();
    private final Map<String, Integer> maps = new TreeMap<>();
    private final Set<String> files = new TreeSet<>();
    private int tasks;

    ScriptCheck(int nodeCount) {
        this.nodeCount = nodeCount;
    }

    /** Checks all steps in their order. @throws ScenarioException at the first that cannot be played */
    void check(List<ScenarioStep> steps) {
        steps.forEach(this::check);
    }

    private void check(ScenarioStep at) {
        if (at.text().getBytes(StandardCharsets.UTF_8).length > LINE_BYTES_MAX) {
            throw new ScenarioException(
                    at.position(), "a step of at most " + LINE_BYTES_MAX + " bytes", at.text());
        }
        if (at.step() instanceof Step.StartTask start) {
            tasks++;
            limit(at, tasks, TASKS_MAX, "tasks");
            policy(at, start.policy());
        } else if (at.step() instanceof Step.Wait wait) {
            busy.keySet().removeIf(name -> wait.task() == null || name.equals(wait.task()));
        } else if (at.step() instanceof Step.Exit exit) {
            busy.remove(exit.task());
        } else if (at.step() instanceof Step.Command command) {
            command(at, command);
        }
    }

    private void command(ScenarioStep at, Step.Command step) {
        if (busy.containsKey(step.task())) {
            throw new ScenarioException(at.position(), "task " + step.task() + " is busy with \""
                    + busy.get(step.task()) + "\", expected a wait before");
        }
        if (step.background()) {
            busy.put(step.task(), step.command().text());
        }
        TaskCommand command = step.command();
        if (command instanceof TaskCommand.SetPolicy set) {
            policy(at, set.policy());
        } else if (command instanceof TaskCommand.BindMapping bind) {
            policy(at, bind.policy());
        } else if (command instanceof TaskCommand.ReadFile read) {
            file(at, read.file());
        } else if (command instanceof TaskCommand.WriteFile write) {
            file(at, write.file());
        } else if (command instanceof TaskCommand.MapFile map) {
            file(at, map.file());
            mapped(at, step.task(), 1);
        } else if (command instanceof TaskCommand.MapAnonymous || command instanceof TaskCommand.MapShared) {
            mapped(at, step.task(), 1);
        } else if (command instanceof TaskCommand.Free) {
            mapped(at, step.task(), -1);
        }
    }

    private void file(ScenarioStep at, String name) {
        files.add(name);
        limit(at, files.size(), FILES_MAX, "files");
    }

    private void mapped(ScenarioStep at, String task, int change) {
        limit(at, maps.merge(task, change, Integer::sum), MAPS_MAX, "mappings of a task");
    }

    private static void limit(ScenarioStep at, int count, int max, String what) {
        if (count > max) {
            throw new ScenarioException(at.position(), "at most " + max + " " + what, Integer.toString(count));
        }
    }

    /** A policy of the kernel, with nodes where it takes nodes. */
    private void policy(ScenarioStep at, String policy) {
        String[] parts = policy.split(":", 2);
        boolean known = parts.length == 1 ? WITHOUT_NODES.contains(policy) : WITH_NODES.contains(parts[0]);
        if (known && parts.length == 2) {
            known = isNodeList(parts[1]);
        }
        if (!known) {
            throw new ScenarioException(at.position(), "a policy of the kernel (default, local or "
                    + String.join(":N, ", WITH_NODES) + ":N with nodes 0 to " + (nodeCount - 1) + ")", policy);
        }
    }

    private boolean isNodeList(String text) {
        try {
            List<Integer> nodes = NumberList.parse(text);
            return nodes.get(nodes.size() - 1) < nodeCount;
        } catch (IllegalArgumentException notList) {
            return false;
        }
    }
}
