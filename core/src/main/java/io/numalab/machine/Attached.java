package io.numalab.machine;

import java.util.List;

/**
 * What a policy is attached to; null where that says nothing.
 *
 * @param group the group, at group scope
 * @param task the task, at task, mapping or file scope
 * @param mapping the mapping, at mapping or file scope
 */
record Attached(Group group, Task task, Mapping mapping) {
    static final Attached MACHINE = new Attached(null, null, null);

    /** Whether it is still there. */
    boolean alive() {
        return task == null || task.alive() && (mapping == null || task.mappings().contains(mapping));
    }

    /** Whether a task's pages are meant. */
    boolean covers(Task other) {
        return task == null ? group == null || other.group() == group : other == task;
    }

    /** The mappings of a covered task that are meant. */
    List<Mapping> mappings(Task covered) {
        return mapping == null ? covered.mappings() : List.of(mapping);
    }
}
