package io.numalab.machine;

import io.numalab.alloc.PolicyBinding;
import io.numalab.alloc.Routes;
import io.numalab.mapping.VirtualArea;
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
}
