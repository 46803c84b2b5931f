package io.numalab.scenario.play;

import io.numalab.machine.Machine;
import io.numalab.machine.Mapping;
import io.numalab.machine.SimulatedFile;
import io.numalab.machine.Task;
import io.numalab.scenario.language.CpuChoice;
import io.numalab.scenario.language.PageOrder;
import io.numalab.scenario.language.ScenarioStep;
import io.numalab.scenario.language.TaskCommand;
import io.numalab.spi.GfpFlags;
import io.numalab.spi.NodeMask;
import io.numalab.spi.PolicySpec;
import io.numalab.topology.NodeSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntSupplier;

/**
 * Gives commands to tasks, as the recorder's worker does, with its return codes. Remembers which part of which file was
 * used. One thread only.
 */
final class CommandStarter {
    /** The answer of {@link #start} for work that the machine has to run. */
    static final Integer RUNNING = null;

    /** An object, so that a choice between it and {@link #RUNNING} is not unboxed. */
    private static final Integer NO_ENTRY = -2;
    private static final int INVALID = -22;
    private static final long PAGE_BYTES = 4096;

    private final Machine machine;
    private final Function<String, PolicySpec> policies;
    private final Map<String, Long> usedBytes = new LinkedHashMap<>();
    private final Map<String, Integer> draws = new LinkedHashMap<>();
    private ScenarioStep step;

    /** @param policies reads a policy as a scenario writes it */
    CommandStarter(Machine machine, Function<String, PolicySpec> policies) {
        this.machine = machine;
        this.policies = policies;
    }

    /** The same memory over a fork of the machine. */
    CommandStarter onFork(Machine fork, Function<String, PolicySpec> otherPolicies) {
        CommandStarter copy = new CommandStarter(fork, otherPolicies);
        copy.usedBytes.putAll(usedBytes);
        copy.draws.putAll(draws);
        return copy;
    }

    /** The highest end of the part used so far, in bytes by file, in the order of first use. */
    Map<String, Long> usedBytes() {
        return usedBytes;
    }

    /**
     * Starts a command.
     *
     * @param at for complaints
     * @return 0 or a negative errno if it is done already, or {@link #RUNNING}
     */
    Integer start(ScenarioStep at, Task task, TaskCommand command) {
        step = at;
        Integer code = begin(task, command);
        return task.busy() ? RUNNING : code;
    }

    private Integer begin(Task task, TaskCommand command) {
        if (command instanceof TaskCommand.SetPolicy set) {
            return task.setPolicy(policies.apply(set.policy()));
        } else if (command instanceof TaskCommand.SetCpus set) {
            task.setCpus(cpus(set.cpus()));
            return 0;
        } else if (command instanceof TaskCommand.MapAnonymous map) {
            return anonymous(task, map);
        } else if (command instanceof TaskCommand.MapShared map) {
            return shared(task, map);
        } else if (command instanceof TaskCommand.MapFile map) {
            return mapFile(task, map);
        } else if (command instanceof TaskCommand.ReadFile read) {
            return read(task, read);
        } else if (command instanceof TaskCommand.WriteFile write) {
            return write(task, write);
        } else if (command instanceof TaskCommand.Churn churn) {
            task.startChurn(churn.bytes(), churn.times());
            return RUNNING;
        } else if (command instanceof TaskCommand.Migrate migrate) {
            return task.migrate(mask(migrate.from()), mask(migrate.to()));
        } else if (command instanceof TaskCommand.Allocate allocate) {
            int gfp = (allocate.atomic() ? GfpFlags.ATOMIC : GfpFlags.KERNEL)
                    | (allocate.thisNode() ? GfpFlags.THISNODE : 0) | (allocate.nowarn() ? GfpFlags.NOWARN : 0);
            task.startAllocate(allocate.nid(), gfp, allocate.order(), allocate.count());
            return RUNNING;
        }
        return simulated(task, command);
    }

    private Integer simulated(Task task, TaskCommand command) {
        if (command instanceof TaskCommand.ReadPages read) {
            SimulatedFile file = machine.file(read.file());
            return file == null ? NO_ENTRY : readPages(task, file, read);
        } else if (command instanceof TaskCommand.ReadAgain again) {
            SimulatedFile file = machine.file(again.file());
            if (file != null) {
                int end = endPage(file, again.offset() + again.bytes());
                use(again.file(), end * PAGE_BYTES);
                task.startFileAccess(file, Long.MAX_VALUE, PageSamplers.some(
                        (int) (again.offset() / PAGE_BYTES), end, again.probability(), seed(file.name(), 0)));
            }
            return file == null ? NO_ENTRY : RUNNING;
        }
        return onMapping(task, command);
    }

    private static int endPage(SimulatedFile file, long endBytes) {
        return (int) Math.min(file.pages(), (endBytes + PAGE_BYTES - 1) / PAGE_BYTES);
    }

    private Integer readPages(Task task, SimulatedFile file, TaskCommand.ReadPages read) {
        int first = (int) (read.offset() / PAGE_BYTES);
        int end = endPage(file, read.offset() + read.bytes());
        if (end <= first) {
            return INVALID;
        }
        use(read.file(), end * PAGE_BYTES);
        IntSupplier pages = sampler(read.order(), end - first, task);
        task.startFileAccess(file, read.count(), () -> first + pages.getAsInt());
        return RUNNING;
    }

    private Integer access(Task task, Mapping mapping, TaskCommand.Access access) {
        if (access.order() instanceof PageOrder.Sequential || access.order() instanceof PageOrder.Recorded) {
            task.startAccess(mapping, access.count(), access.write(), access.order() instanceof PageOrder.Recorded);
        } else if (access.order() instanceof PageOrder.Stream) {
            task.startStream(mapping, access.count(), access.write());
        } else {
            task.startAccess(mapping, access.count(), access.write(),
                    sampler(access.order(), (int) mapping.pages(), task));
        }
        return RUNNING;
    }

    private IntSupplier sampler(PageOrder order, int pages, Task task) {
        if (order instanceof PageOrder.Sequential || order instanceof PageOrder.Stream
                || order instanceof PageOrder.Recorded) {
            throw new UnsupportedStepException(step, "single pages are read in the order uniform, zipf or hot");
        }
        return PageSamplers.of(order, pages, nextSeed(task));
    }

    // The same for every policy under test: it depends on the seed of the run, the task, and what it drew before.
    private long nextSeed(Task task) {
        return seed(task.name(), draws.merge(task.name(), 1, Integer::sum));
    }

    private long seed(String name, int number) {
        return (machine.seed() * 1_000_003 + name.hashCode()) * 1_000_003 + number;
    }

    /** The CPUs that are meant. */
    int[] cpus(CpuChoice choice) {
        List<Integer> cpus = new ArrayList<>(choice.cpus());
        for (NodeSpec node : machine.spec().nodes()) {
            if (choice.nid() == node.nid() || choice.nid() < 0 && choice.cpus().isEmpty()) {
                cpus.addAll(node.cpus());
            }
        }
        return cpus.stream().mapToInt(Integer::intValue).toArray();
    }

    private Integer onMapping(Task task, TaskCommand command) {
        if (command instanceof TaskCommand.Touch touch) {
            Mapping mapping = task.mapping(touch.name());
            return mapping == null ? NO_ENTRY : touch(task, mapping, touch.bytes(), touch.write(), touch.random());
        } else if (command instanceof TaskCommand.Loop loop) {
            Mapping mapping = task.mapping(loop.name());
            if (mapping != null) {
                task.startLoop(mapping, loop.seconds());
            }
            return mapping == null ? NO_ENTRY : RUNNING;
        } else if (command instanceof TaskCommand.Free free) {
            Mapping mapping = task.mapping(free.name());
            return mapping == null ? NO_ENTRY : (Integer) task.unmap(mapping);
        } else if (command instanceof TaskCommand.Lock lock) {
            Mapping mapping = task.mapping(lock.name());
            if (mapping != null) {
                task.startMlock(mapping);
            }
            return mapping == null ? NO_ENTRY : RUNNING;
        } else if (command instanceof TaskCommand.Advise advise) {
            Mapping mapping = task.mapping(advise.name());
            return mapping == null ? NO_ENTRY : (Integer) task.advise(mapping, advise.what());
        } else if (command instanceof TaskCommand.BindMapping bind) {
            Mapping mapping = task.mapping(bind.name());
            return mapping == null ? NO_ENTRY
                    : (Integer) task.bind(mapping, policies.apply(bind.policy()), bind.move());
        } else if (command instanceof TaskCommand.Access access) {
            Mapping mapping = task.mapping(access.name());
            return mapping == null ? NO_ENTRY : access(task, mapping, access);
        }
        throw new UnsupportedStepException(step, "not modelled yet");
    }

    private Integer anonymous(Task task, TaskCommand.MapAnonymous map) {
        if (map.bytes() == 0) {
            return INVALID;
        }
        Mapping mapping = task.mapAnonymous(fresh(task, map.name()), wholePages(map.bytes()));
        return map.touched() ? touch(task, mapping, map.bytes(), true, map.random()) : (Integer) 0;
    }

    private Integer shared(Task task, TaskCommand.MapShared map) {
        if (map.bytes() == 0) {
            return INVALID;
        }
        Mapping mapping = task.mapShared(fresh(task, map.name()), wholePages(map.bytes()));
        return touch(task, mapping, map.bytes(), true, false);
    }

    /** The recorder counts and touches whole pages only. */
    private static long wholePages(long bytes) {
        return Math.max(PAGE_BYTES, bytes - bytes % PAGE_BYTES);
    }

    private static Integer touch(Task task, Mapping mapping, long bytes, boolean write, boolean random) {
        long length = mapping.pages() * PAGE_BYTES;
        task.startTouch(mapping, bytes < 0 ? length : Math.min(bytes, length), write, random);
        return RUNNING;
    }

    private Integer mapFile(Task task, TaskCommand.MapFile map) {
        SimulatedFile file = machine.file(map.file());
        if (file == null) {
            return NO_ENTRY;
        }
        if (map.bytes() == 0 || map.offset() % PAGE_BYTES != 0) {
            return INVALID;
        }
        if ((map.offset() + map.bytes() + PAGE_BYTES - 1) / PAGE_BYTES > file.pages()) {
            throw new UnsupportedStepException(step,
                    "the mapping ends behind the file, which has " + file.pages() * PAGE_BYTES + " bytes (SIGBUS)");
        }
        use(map.file(), map.offset() + map.bytes());
        Mapping mapping = task.mapFile(fresh(task, map.name()), file, map.offset(), map.bytes(), map.write());
        return touch(task, mapping, map.bytes(), map.write(), false);
    }

    private Integer read(Task task, TaskCommand.ReadFile read) {
        SimulatedFile file = machine.file(read.file());
        if (file == null) {
            return NO_ENTRY;
        }
        use(read.file(), read.offset() + read.bytes());
        task.startRead(file, read.offset(), read.bytes(), read.times());
        return RUNNING;
    }

    private Integer write(Task task, TaskCommand.WriteFile write) {
        SimulatedFile file = machine.file(write.file());
        if (file == null) {
            file = machine.createFile(write.file(), 0);
        }
        use(write.file(), write.offset() + write.bytes());
        task.startWrite(file, write.offset(), write.bytes(), write.sync());
        return RUNNING;
    }

    private void use(String file, long end) {
        usedBytes.merge(file, end, Math::max);
    }

    private String fresh(Task task, String name) {
        if (task.mapping(name) != null) {
            throw new UnsupportedStepException(step, "task " + task.name() + " has a mapping " + name + " already");
        }
        return name;
    }

    private NodeMask mask(String list) {
        return NodeMask.parse(list, NodeMask.range(0, machine.spec().nodeCount() - 1));
    }
}
