package io.numalab.machine;

import io.numalab.alloc.PolicyBinding;
import io.numalab.alloc.Routes;
import io.numalab.mapping.VirtualArea;
import io.numalab.memory.Memory;
import io.numalab.spi.NodeMask;
import io.numalab.spi.PolicySpec;
import java.util.Locale;

/** A mapping of a task. One thread only. */
public final class Mapping {
    private final Machine machine;
    private final VirtualArea area;
    private PolicyBinding binding;
    private Routes routes;
    private HugePages.Advice hugePageAdvice = HugePages.Advice.NONE;

    Mapping(Machine machine, VirtualArea area) {
        this.machine = machine;
        this.area = area;
    }

    VirtualArea area() {
        return area;
    }

    PolicyBinding binding() {
        return binding;
    }

    void setBinding(PolicyBinding binding) {
        this.binding = binding;
        routes = null;
    }

    void rebind(NodeMask cpuset) {
        if (binding != null) {
            setBinding(binding.rebound(cpuset));
        }
    }

    Routes routes() {
        return routes;
    }

    void setRoutes(Routes routes) {
        this.routes = routes;
    }

    HugePages.Advice hugePageAdvice() {
        return hugePageAdvice;
    }

    void setHugePageAdvice(HugePages.Advice advice) {
        hugePageAdvice = advice;
    }

    /** Its name. */
    public String name() {
        return area.name();
    }

    /** {@code anon}, {@code shm} or {@code file}. */
    public String kind() {
        return area.kind() == VirtualArea.Kind.SHARED ? "shm" : area.kind().name().toLowerCase(Locale.ROOT);
    }

    /** Its length in pages. */
    public long pages() {
        return area.pages();
    }

    /** The node a page lies on, or -1 if it is not mapped (never touched, or swapped out). */
    public int nodeAt(long page) {
        int frame = area.frame(Math.toIntExact(page));
        return frame < 0 ? -1 : machine.memory().zoneOfFrame(frame).nid();
    }

    /** The name of the mapped file, or null for anonymous and shared memory. */
    public String fileName() {
        return area.file() == null ? null : area.file().name();
    }

    /** The policy attached to the mapping itself, or null. */
    public PolicySpec policy() {
        return binding == null ? null : binding.spec();
    }

    /** Counts its pages; walks all of them. */
    public MappingState state() {
        Memory memory = machine.memory();
        long[] pagesPerNode = new long[machine.spec().nodeCount()];
        MappingCount count = new MappingCount();
        for (int page = 0; page < area.pages(); page++) {
            int frame = area.frame(page);
            if (frame >= 0) {
                pagesPerNode[memory.zoneOfFrame(frame).nid()]++;
                count.add(memory.frames().flags(frame), area.kind() == VirtualArea.Kind.ANON);
            }
        }
        return count.state(pagesPerNode);
    }
}
