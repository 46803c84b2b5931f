package io.numalab.tck;

import io.numalab.machine.Machine;
import io.numalab.machine.Task;
import io.numalab.scenario.language.Step;
import io.numalab.scenario.language.TaskCommand;
import io.numalab.spi.NodeMask;
import io.numalab.spi.PageKind;
import io.numalab.spi.PolicySpec;
import java.util.HashMap;
import java.util.Map;

/**
 * Records a scenario that is being played. What a task may expect follows from the steps, without asking the engine:
 * the nodes of a strict policy, as long as its task has no cpuset; the node of a THISNODE allocation.
 */
final class LiveRecorder extends Recorder {
    private final Subject subject;
    private final Map<String, NodeMask> strictNodes = new HashMap<>();
    private final Map<String, TaskCommand> commands = new HashMap<>();
    private Machine machine;

    LiveRecorder(Subject subject) {
        this.subject = subject;
    }

    @Override
    void watch(Machine watched) {
        super.watch(watched);
        machine = watched;
    }

    /** A step is about to be played. */
    void begin(Step step) {
        if (step instanceof Step.Command command) {
            commands.put(command.task(), command.command());
        }
    }

    /** A step was played. @param succeeded whether all that it did worked */
    void end(Step step, boolean succeeded) {
        if (!succeeded) {
            return;
        }
        if (step instanceof Step.StartTask start) {
            attached(start.name(), start.policy());
        } else if (step instanceof Step.Command command && command.command() instanceof TaskCommand.SetPolicy set) {
            attached(command.task(), set.policy());
        } else if (step instanceof Step.Command command && command.command() instanceof TaskCommand.BindMapping bind) {
            attached(command.task() + "/" + bind.name(), bind.policy());
        }
    }

    private void attached(String to, String policy) {
        PolicySpec spec = PolicySpec.parse(policy);
        boolean strict = subject.promise() == Promise.STRICT && spec.name().equals(subject.provider().name())
                && !spec.nodes().isEmpty() && spec.values().isEmpty();
        strictNodes.put(to, strict ? NodeMask.parse(spec.nodes(), machine.spec().memoryNodes()) : null);
    }

    @Override
    Intent intent(String who, PageKind kind) {
        Task task = who.startsWith("task-") ? machine.task(who.substring("task-".length())) : null;
        if (task == null) {
            return Intent.NONE;
        }
        TaskCommand command = commands.get(task.name());
        if (kind == PageKind.KERNEL && command instanceof TaskCommand.Allocate allocate && allocate.thisNode()) {
            return new Intent(
                    Intent.Form.THIS_NODE, NodeMask.of(allocate.nid()), false, null, task.cpuNode(), 0);
        }
        NodeMask nodes = kind == PageKind.KERNEL ? null : strictNodes(task, command, kind);
        NodeMask cpuset = task.cpusetMems();
        boolean strict = nodes != null && cpuset == null;
        return new Intent(strict ? Intent.Form.BIND : Intent.Form.OTHER, strict ? nodes : null, false, cpuset,
                task.cpuNode(), 0);
    }

    private NodeMask strictNodes(Task task, TaskCommand command, PageKind kind) {
        String mapping = command instanceof TaskCommand.Touch touch ? touch.name()
                : command instanceof TaskCommand.Lock lock ? lock.name() : null;
        String key = task.name() + "/" + mapping;
        boolean counts = mapping != null && (kind == PageKind.ANON || kind == PageKind.SHARED);
        return counts && strictNodes.containsKey(key) ? strictNodes.get(key) : strictNodes.get(task.name());
    }
}
