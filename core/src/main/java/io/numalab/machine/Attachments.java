package io.numalab.machine;

import io.numalab.alloc.Deciders;
import io.numalab.alloc.PageChooser;
import io.numalab.alloc.PolicyBinding;
import io.numalab.alloc.Routes;
import io.numalab.mapping.VirtualArea;
import io.numalab.memory.Memory;
import io.numalab.spi.AllocationPolicy;
import io.numalab.spi.Capability;
import io.numalab.spi.GfpFlags;
import io.numalab.spi.NodeMask;
import io.numalab.spi.PageKind;
import io.numalab.spi.Placement;
import io.numalab.spi.PlacementQuery;
import io.numalab.spi.Policies;
import io.numalab.spi.PolicyConfig;
import io.numalab.spi.PolicyContext;
import io.numalab.spi.PolicyException;
import io.numalab.spi.PolicyProvider;
import io.numalab.spi.PolicySpec;
import io.numalab.spi.Scope;
import io.numalab.spi.ZoneType;
import io.numalab.topology.MachineSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Which policy holds for whom: attaches policies to the machine, groups, tasks and mappings, and turns the most
 * specific one into routes. One thread only; attaching and routing allocate.
 */
final class Attachments {
    /** Not a policy but the removal of one, as {@code MPOL_DEFAULT}. */
    private static final String NO_POLICY = "default";

    private final Machine machine;
    private final Memory memory;
    private final Policies policies;
    private final long seed;
    private final List<PolicyBinding> machineBindings = new ArrayList<>();
    private final InterleaveWeights weights;
    private int attachments;

    Attachments(Machine machine, Policies policies, long seed, InterleaveWeights weights) {
        this.machine = machine;
        this.policies = policies;
        this.seed = seed;
        memory = machine.memory();
        this.weights = weights;
    }

    /** Copies what another machine has; tasks and mappings are attached again by the caller. */
    void copyMachineScope(Attachments other) {
        copy(other.machineBindings, machineBindings, Attached.MACHINE, other);
        attachments = other.attachments;
    }

    /** Attaches what is attached to something in another machine, under the conditions that held when it was. */
    void copy(List<PolicyBinding> from, List<PolicyBinding> to, Attached attached, Attachments other) {
        from.forEach(binding -> to.add(copy(binding, attached, other)));
    }

    /** The same binding for this machine, with what the policy has learnt. */
    PolicyBinding copy(PolicyBinding binding, Attached attached, Attachments other) {
        AllocationPolicy policy = create(binding.spec(), binding.scope(), binding.number());
        policy.copyState(binding.policy());
        PolicyBinding copy = new PolicyBinding(binding.spec(), policy, binding.capabilities(), binding.scope(),
                binding.cpusets(), binding.number());
        machine.timers().resume(copy, attached, other.machine.timers());
        return copy;
    }

    private AllocationPolicy create(PolicySpec spec, Scope scope, int number) {
        return new GuardedPolicy(spec.name(), policies.create(spec, new Context(scope, number)));
    }

    int attachToMachine(PolicySpec spec) {
        return attach(machineBindings, spec, Scope.MACHINE, null, Attached.MACHINE);
    }

    int attachToGroup(Group group, PolicySpec spec) {
        return attach(group.bindings(), spec, Scope.GROUP, group.cpusetMems(), new Attached(group, null, null));
    }

    int attachToTask(Task task, PolicySpec spec) {
        return attach(task.bindings(), spec, Scope.TASK, task.requester().cpuset, new Attached(null, task, null));
    }

    /** Attaches to a mapping; if that is a shared one, to its file in tmpfs, as {@code mbind} does. */
    int attachToMapping(Task task, Mapping mapping, PolicySpec spec) {
        Scope scope = mapping.area().kind() == VirtualArea.Kind.SHARED ? Scope.FILE : Scope.MAPPING;
        List<PolicyBinding> bindings = new ArrayList<>();
        int status = attach(bindings, spec, scope, task.requester().cpuset, new Attached(null, task, mapping));
        if (status == 0) {
            if (mapping.binding() != null) {
                machine.timers().stop(mapping.binding());
            }
            mapping.setBinding(bindings.isEmpty() ? null : bindings.get(0));
        }
        return status;
    }

    // The default policy removes; any other replaces its like and those that answer at the same decision points.
    private int attach(
            List<PolicyBinding> bindings, PolicySpec spec, Scope scope, NodeMask cpuset, Attached attached) {
        if (spec.name().equals(NO_POLICY)) {
            remove(bindings, binding -> scope != Scope.MACHINE || binding.has(Capability.PLACEMENT));
            return 0;
        }
        PolicyProvider provider = policies.find(spec.name());
        NodeMask nodes = nodes(spec);
        NodeMask usable = cpuset == null ? machine.spec().memoryNodes() : cpuset.and(machine.spec().memoryNodes());
        if (!nodes.isEmpty() && !nodes.intersects(usable)) {
            return Errno.INVAL;
        }
        int number = attachments++;
        NodeMask atAttach = cpuset == null ? machine.spec().memoryNodes() : cpuset;
        PolicyBinding fresh = new PolicyBinding(spec, create(spec, scope, number), provider.capabilities(), scope,
                List.of(atAttach), number);
        machine.timers().start(fresh, attached, machine.nowNanos());
        remove(bindings, binding -> policies.find(binding.spec().name()) == provider || collides(binding, provider));
        bindings.add(fresh);
        return 0;
    }

    // Timers of several policies run side by side; one answer is enough.
    private static boolean collides(PolicyBinding binding, PolicyProvider provider) {
        return binding.capabilities().stream()
                .anyMatch(point -> point != Capability.TICK && provider.capabilities().contains(point));
    }

    private void remove(List<PolicyBinding> bindings, Predicate<PolicyBinding> which) {
        bindings.stream().filter(which).forEach(machine.timers()::stop);
        bindings.removeIf(which);
        machine.forgetRoutes();
    }

    /**
     * Changes a parameter of a policy attached to the machine, as writing a sysctl does: the policy starts anew with
     * the new value, in its old place.
     *
     * @return 0, or -2 if the policy is not attached
     * @throws io.numalab.spi.PolicyException if there is no such policy or parameter, it may not be changed during a
     *     run, or the value does not fit
     */
    int change(String name, String parameter, String value) {
        PolicyProvider provider = policies.find(name);
        for (int i = 0; i < machineBindings.size(); i++) {
            PolicyBinding old = machineBindings.get(i);
            if (policies.find(old.spec().name()) == provider) {
                PolicySpec spec = PolicyConfig.changed(provider, old.spec(), parameter, value);
                PolicyBinding fresh = new PolicyBinding(spec, create(spec, old.scope(), old.number()),
                        old.capabilities(), old.scope(), old.cpusets(), old.number());
                machine.timers().stop(old);
                machine.timers().start(fresh, Attached.MACHINE, machine.nowNanos());
                machineBindings.set(i, fresh);
                machine.forgetRoutes();
                return 0;
            }
        }
        return Errno.NOENT;
    }

    /** The nodes a policy is given; empty if none. */
    NodeMask nodes(PolicySpec spec) {
        return policies.config(spec, machine.spec().memoryNodes().or(machine.spec().cpuNodes())).nodes();
    }

    /** Detaches a policy from the machine. */
    void detachFromMachine(String name) {
        PolicyProvider provider = policies.find(name);
        remove(machineBindings, binding -> policies.find(binding.spec().name()) == provider);
    }

    /** The routes of a task for a kind of page, by the most specific policies. @param mapping null if none counts */
    Routes routes(Task task, PageKind kind, Mapping mapping) {
        PolicyBinding own = mapping == null ? null : mapping.binding();
        PolicyBinding placement = find(task, own, Capability.PLACEMENT);
        int gfp = kind == PageKind.KERNEL ? GfpFlags.KERNEL : GfpFlags.HIGHUSER_MOVABLE;
        NodeMask cpuset = task.requester().cpuset;
        Query query = new Query(kind, gfp, task.requester().cpuNode, memory.localMemoryNode(task.requester().cpuNode),
                cpuset == null ? machine.spec().memoryNodes() : cpuset,
                placement == null ? List.of(machine.spec().memoryNodes()) : placement.cpusets());
        Placement where = placement == null
                ? Placement.preferred(query.cpuNode()).balanced()
                : place(placement, query);
        PageChooser chooser = where.form() == Placement.Form.PER_PAGE
                ? new PageQuestion(machine.facts(), placement, kind, where.choices().size())
                : null;
        return Routes.of(memory, where, deciders(task, own), GfpFlags.zoneClass(gfp).ordinal(), cpuset, chooser);
    }

    private Placement place(PolicyBinding binding, PlacementQuery query) {
        memory.workCounters().askedPolicy();
        Placement where = binding.policy().place(query);
        if (where.form() == Placement.Form.PER_PAGE && !binding.has(Capability.PAGE_PLACEMENT)) {
            throw new PolicyException("policy \"" + binding.spec().name()
                    + "\" answers with a per-page placement, but does not declare PAGE_PLACEMENT");
        }
        checkNodes(binding, where);
        return where;
    }

    private void checkNodes(PolicyBinding binding, Placement where) {
        where.passes().forEach(pass -> checkNode(binding, pass.preferredNode()));
        where.choices().forEach(choice -> checkNodes(binding, choice));
        for (int i = 0; i < where.tableLength(); i++) {
            checkNode(binding, where.tableNode(i));
        }
    }

    private void checkNode(PolicyBinding binding, int nid) {
        if (nid < 0 || nid >= memory.nodeCount()) {
            throw new PolicyException("policy \"" + binding.spec().name() + "\" places a page on node " + nid
                    + ": expected 0 to " + (memory.nodeCount() - 1));
        }
    }

    private Deciders deciders(Task task, PolicyBinding own) {
        PolicyBinding pressure = find(task, own, Capability.PRESSURE);
        return new Deciders(policy(pressure), pressure != null && pressure.has(Capability.AFTER_RECLAIM),
                policy(find(task, own, Capability.SWEEP)), policy(find(task, own, Capability.SLOW_PATH)));
    }

    private static AllocationPolicy policy(PolicyBinding binding) {
        return binding == null ? null : binding.policy();
    }

    /** The routes of kernel memory asked for on a node: no placement policy and no cpuset counts. */
    Routes nodeRoutes(Task task, int nid, boolean thisNode) {
        Placement placement = thisNode ? Placement.bind(nid, NodeMask.of(nid)) : Placement.preferred(nid);
        return Routes.of(memory, placement, deciders(task, null), GfpFlags.zoneClass(GfpFlags.KERNEL).ordinal(), null);
    }

    /** The way of a request that no mapping is behind, such as one of a recorded trace. */
    Routes blockRoutes(Task task, int gfp) {
        ZoneType zoneClass = GfpFlags.zoneClass(gfp);
        if ((gfp & GfpFlags.THISNODE) == 0 && zoneClass == ZoneType.MOVABLE) {
            return task.routes(PageKind.ANON, null);
        } else if ((gfp & GfpFlags.THISNODE) == 0 && zoneClass == ZoneType.NORMAL) {
            return task.routes(PageKind.KERNEL, null);
        }
        int nid = task.cpuNode();
        boolean thisNode = (gfp & GfpFlags.THISNODE) != 0;
        Placement placement = thisNode ? Placement.bind(nid, NodeMask.of(nid)) : Placement.preferred(nid);
        return Routes.of(memory, placement, deciders(task, null), zoneClass.ordinal(), null);
    }

    /** Who decides about hint faults of a task. @param mapping null if none counts @return null for nobody */
    AllocationPolicy access(Task task, Mapping mapping) {
        return policy(find(task, mapping == null ? null : mapping.binding(), Capability.ACCESS));
    }

    private PolicyBinding find(Task task, PolicyBinding own, Capability capability) {
        if (own != null && own.has(capability)) {
            return own;
        }
        PolicyBinding found = find(task.bindings(), capability);
        if (found == null && task.group() != null) {
            found = find(task.group().bindings(), capability);
        }
        return found == null ? find(machineBindings, capability) : found;
    }

    private static PolicyBinding find(List<PolicyBinding> bindings, Capability capability) {
        for (PolicyBinding binding : bindings) {
            if (binding.has(capability)) {
                return binding;
            }
        }
        return null;
    }

    /** The policies attached to the machine. */
    List<PolicyBinding> machineBindings() {
        return List.copyOf(machineBindings);
    }

    private record Query(
            PageKind kind, int gfp, int cpuNode, int localNode, NodeMask cpusetNodes, List<NodeMask> cpusetSteps)
            implements PlacementQuery {}

    private final class Context implements PolicyContext {
        private final Scope scope;
        private final RandomGenerator random;

        Context(Scope scope, int number) {
            this.scope = scope;
            // One source, from which everything else is derived: so draws can be repeated for a second instance.
            random = new SplittableRandom(seed * 1_000_003 + number)::nextLong;
        }

        private MachineSpec spec() {
            return machine.spec();
        }

        @Override
        public Scope scope() {
            return scope;
        }

        @Override
        public int nodeCount() {
            return spec().nodeCount();
        }

        @Override
        public NodeMask memoryNodes() {
            return spec().memoryNodes();
        }

        @Override
        public NodeMask cpuNodes() {
            return spec().cpuNodes();
        }

        @Override
        public int distance(int from, int to) {
            return spec().distance(from, to);
        }

        @Override
        public int[] fallbackOrder(int nid) {
            return memory.fallbackOrder(nid);
        }

        @Override
        public int interleaveWeight(int nid) {
            return weights.of(nid);
        }

        @Override
        public ZoneType policyZone() {
            ZoneType highest = ZoneType.DMA;
            for (int i = 0; i < memory.zoneCount(); i++) {
                ZoneType type = memory.zone(i).type();
                highest = type != ZoneType.MOVABLE && type.compareTo(highest) > 0 ? type : highest;
            }
            return highest;
        }

        @Override
        public RandomGenerator random() {
            return random;
        }

        @Override
        public long nowNanos() {
            return machine.facts().nowNanos();
        }
    }
}
