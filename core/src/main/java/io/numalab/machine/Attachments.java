package io.numalab.machine;

import io.numalab.alloc.PolicyBinding;
import io.numalab.alloc.Routes;
import io.numalab.memory.Memory;
import io.numalab.spi.AllocationPolicy;
import io.numalab.spi.Capability;
import io.numalab.spi.GfpFlags;
import io.numalab.spi.NodeMask;
import io.numalab.spi.PageKind;
import io.numalab.spi.Placement;
import io.numalab.spi.PlacementQuery;
import io.numalab.spi.Policies;
import io.numalab.spi.PolicyContext;
import io.numalab.spi.PolicyProvider;
import io.numalab.spi.PolicySpec;
import io.numalab.spi.Scope;
import io.numalab.spi.ZoneType;
import io.numalab.topology.MachineSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
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
    private final int[] weights;
    private int attachments;

    Attachments(Machine machine, Policies policies, long seed) {
        this.machine = machine;
        this.policies = policies;
        this.seed = seed;
        memory = machine.memory();
        weights = new int[memory.nodeCount()];
        java.util.Arrays.fill(weights, 1);
    }

    /** Sets the weight of a node for weighted interleaving. */
    void setWeight(int nid, int weight) {
        weights[nid] = weight;
    }

    /** Copies what another machine has; tasks and mappings are attached again by the caller. */
    void copyMachineScope(Attachments other) {
        System.arraycopy(other.weights, 0, weights, 0, weights.length);
        copy(other.machineBindings, machineBindings);
        attachments = other.attachments;
    }

    /** Attaches what is attached to something in another machine, under the conditions that held when it was. */
    void copy(List<PolicyBinding> from, List<PolicyBinding> to) {
        from.forEach(binding -> to.add(copy(binding)));
    }

    /** The same binding for this machine. */
    PolicyBinding copy(PolicyBinding binding) {
        return new PolicyBinding(binding.spec(),
                policies.create(binding.spec(), new Context(binding.scope(), binding.number())),
                binding.capabilities(), binding.scope(), binding.cpusetAtAttach(), binding.number());
    }

    int attachToMachine(PolicySpec spec) {
        return attach(machineBindings, spec, Scope.MACHINE, null);
    }

    int attachToGroup(Group group, PolicySpec spec) {
        return attach(group.bindings(), spec, Scope.GROUP, group.cpusetMems());
    }

    int attachToTask(Task task, PolicySpec spec) {
        return attach(task.bindings(), spec, Scope.TASK, task.requester().cpuset);
    }

    int attachToMapping(Task task, Mapping mapping, PolicySpec spec) {
        List<PolicyBinding> bindings = new ArrayList<>();
        int status = attach(bindings, spec, Scope.MAPPING, task.requester().cpuset);
        if (status == 0) {
            mapping.setBinding(bindings.isEmpty() ? null : bindings.get(0));
        }
        return status;
    }

    // The default policy removes; any other replaces those that answer at the same decision points.
    private int attach(List<PolicyBinding> bindings, PolicySpec spec, Scope scope, NodeMask cpuset) {
        if (spec.name().equals(NO_POLICY)) {
            bindings.removeIf(binding -> scope != Scope.MACHINE || binding.has(Capability.PLACEMENT));
            machine.forgetRoutes();
            return 0;
        }
        PolicyProvider provider = policies.find(spec.name());
        NodeMask nodes = nodes(spec);
        NodeMask usable = cpuset == null ? machine.spec().memoryNodes() : cpuset.and(machine.spec().memoryNodes());
        if (!nodes.isEmpty() && !nodes.intersects(usable)) {
            return Errno.INVAL;
        }
        machine.forgetRoutes();
        int number = attachments++;
        AllocationPolicy policy = policies.create(spec, new Context(scope, number));
        NodeMask atAttach = cpuset == null ? machine.spec().memoryNodes() : cpuset;
        bindings.removeIf(binding -> binding.capabilities().stream().anyMatch(provider.capabilities()::contains));
        bindings.add(new PolicyBinding(spec, policy, provider.capabilities(), scope, atAttach, number));
        return 0;
    }

    /** The nodes a policy is given; empty if none. */
    NodeMask nodes(PolicySpec spec) {
        return policies.config(spec, machine.spec().memoryNodes().or(machine.spec().cpuNodes())).nodes();
    }

    /** Detaches a policy from the machine. */
    void detachFromMachine(String name) {
        String known = policies.find(name).name();
        machineBindings.removeIf(binding -> policies.find(binding.spec().name()).name().equals(known));
        machine.forgetRoutes();
    }

    /** The routes of a task for a kind of page, by the most specific policies. @param mapping null if none counts */
    Routes routes(Task task, PageKind kind, Mapping mapping) {
        PolicyBinding own = mapping == null ? null : mapping.binding();
        PolicyBinding placement = find(task, own, Capability.PLACEMENT);
        PolicyBinding pressure = find(task, own, Capability.PRESSURE);
        int gfp = kind == PageKind.KERNEL ? GfpFlags.KERNEL : GfpFlags.HIGHUSER_MOVABLE;
        NodeMask cpuset = task.requester().cpuset;
        Query query = new Query(kind, gfp, task.requester().cpuNode, memory.localMemoryNode(task.requester().cpuNode),
                cpuset == null ? machine.spec().memoryNodes() : cpuset,
                placement == null ? machine.spec().memoryNodes() : placement.cpusetAtAttach());
        Placement where = placement == null
                ? Placement.preferred(query.cpuNode())
                : placement.policy().place(query);
        return Routes.of(memory, where, pressure == null ? null : pressure.policy(),
                GfpFlags.zoneClass(gfp).ordinal(), cpuset);
    }

    /** The routes of kernel memory asked for on a node: no placement policy and no cpuset counts. */
    Routes nodeRoutes(Task task, int nid, boolean thisNode) {
        PolicyBinding pressure = find(task, null, Capability.PRESSURE);
        Placement placement = thisNode ? Placement.bind(nid, NodeMask.of(nid)) : Placement.preferred(nid);
        return Routes.of(memory, placement, pressure == null ? null : pressure.policy(),
                GfpFlags.zoneClass(GfpFlags.KERNEL).ordinal(), null);
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
            PageKind kind, int gfp, int cpuNode, int localNode, NodeMask cpusetNodes, NodeMask cpusetNodesAtAttach)
            implements PlacementQuery {}

    private final class Context implements PolicyContext {
        private final Scope scope;
        private final RandomGenerator random;

        Context(Scope scope, int number) {
            this.scope = scope;
            random = new SplittableRandom(seed * 1_000_003 + number);
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
            return weights[nid];
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
    }
}
