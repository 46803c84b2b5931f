package io.numalab.machine;

import io.numalab.alloc.PolicyBinding;
import io.numalab.mapping.VirtualArea;
import io.numalab.memory.Node;
import io.numalab.reclaim.Actor;
import io.numalab.reclaim.Kswapd;
import io.numalab.reclaim.SyncReclaim;
import io.numalab.spi.AllocationPolicy;
import io.numalab.spi.BackgroundRequests;
import io.numalab.spi.PolicyException;
import io.numalab.spi.ReclaimOrder;
import io.numalab.spi.ZoneType;

/**
 * The kernel thread of one policy: calls its tick, then does what the tick asked for, one request after the other, at
 * the price of each. Reclaim goes batch by batch as everybody's does. Allocates nothing when running; one thread only.
 */
final class PolicyTimer implements BackgroundRequests {
    private static final int USER_CLASS = ZoneType.MOVABLE.ordinal();

    private enum Kind {
        WAKE,
        RECLAIM,
        MIGRATE,
        DEMOTE
    }

    private final Machine machine;
    private final PolicyBinding binding;
    private final Attached attached;
    private final long periodNanos;
    private final SyncReclaim reclaim;
    private final Kind[] kinds = new Kind[REQUESTS_MAX];
    private final int[] nodes = new int[REQUESTS_MAX];
    private final int[] targets = new int[REQUESTS_MAX];
    private final int[] pages = new int[REQUESTS_MAX];
    private final ReclaimOrder[] orders = new ReclaimOrder[REQUESTS_MAX];
    private int requests;
    private int done;
    private boolean ticking;
    private boolean reclaiming;
    private boolean stopped;
    private long tickNanos;
    private long workNanos;

    PolicyTimer(Machine machine, PolicyBinding binding, Attached attached, long nowNanos) {
        this.machine = machine;
        this.binding = binding;
        this.attached = attached;
        periodNanos = binding.policy().tickNanos();
        if (periodNanos < AllocationPolicy.TICK_NANOS_MIN) {
            throw new PolicyException("policy \"" + binding.spec().name() + "\" ticks every " + periodNanos
                    + " ns: expected at least " + AllocationPolicy.TICK_NANOS_MIN);
        }
        reclaim = SyncReclaim.inBackground(machine.context(), "policy-" + binding.spec().name());
        tickNanos = nowNanos + periodNanos;
    }

    /** The same for a copy of the machine, which must stand still. */
    PolicyTimer copy(Machine fork, PolicyBinding copiedBinding, Attached copiedAttached) {
        if (done < requests) {
            throw new IllegalStateException(
                    "policy " + binding.spec().name() + " works: fork a machine that has settled");
        }
        PolicyTimer copy = new PolicyTimer(fork, copiedBinding, copiedAttached, 0);
        copy.tickNanos = tickNanos;
        return copy;
    }

    int number() {
        return binding.number();
    }

    /** Ends it; a reclaim in progress is finished, since it holds the lock of a node. */
    void stop() {
        stopped = true;
        requests = reclaiming ? done + 1 : done;
    }

    boolean ended() {
        return stopped && done == requests;
    }

    long nextNanos() {
        if (done < requests) {
            return workNanos;
        }
        return stopped ? Actor.NEVER : tickNanos;
    }

    /** Acts once, at {@link #nextNanos}. */
    void step() {
        if (done < requests) {
            work();
        } else if (attached.alive()) {
            tick();
        } else {
            stop();
        }
    }

    private void tick() {
        long now = tickNanos;
        requests = 0;
        done = 0;
        ticking = true;
        machine.memory().workCounters().askedPolicy();
        binding.policy().tick(machine.facts().at(now), this);
        ticking = false;
        workNanos = now;
        tickNanos = now + periodNanos;
    }

    private void work() {
        if (reclaiming) {
            goOnReclaiming();
            return;
        }
        switch (kinds[done]) {
            case WAKE -> wake(machine.context().kswapd(nodes[done]));
            case MIGRATE -> migrate();
            case RECLAIM, DEMOTE -> beginReclaim(machine.memory().node(nodes[done]));
            default -> throw new IllegalStateException(kinds[done].toString());
        }
        if (!reclaiming) {
            endRequest();
        }
    }

    // Ticks that fell into the work are left out.
    private void endRequest() {
        done++;
        if (done == requests && tickNanos <= workNanos) {
            tickNanos += ((workNanos - tickNanos) / periodNanos + 1) * periodNanos;
        }
    }

    private void wake(Kswapd kswapd) {
        if (kswapd != null) {
            kswapd.wake(USER_CLASS, workNanos);
        }
    }

    private void beginReclaim(Node node) {
        boolean demotes = kinds[done] == Kind.DEMOTE;
        if (node.managedPages() == 0 || node.reclaimLocked
                || demotes && !machine.context().demotion().canDemote(node)) {
            return;
        }
        node.reclaimLocked = true;
        reclaiming = true;
        int cpu = node.hasCpus() ? node.cpus()[0] : machine.spec().bootCpu();
        if (demotes) {
            reclaim.beginDemotion(node, pages[done], USER_CLASS, cpu, workNanos);
        } else {
            reclaim.beginNode(node, orders[done], USER_CLASS, pages[done], cpu, workNanos);
        }
        workNanos = reclaim.dueNanos();
    }

    private void goOnReclaiming() {
        boolean over = reclaim.resume(workNanos);
        workNanos = Math.max(workNanos, reclaim.dueNanos());
        if (over) {
            reclaiming = false;
            endRequest();
        }
    }

    private void migrate() {
        int left = pages[done];
        for (int i = 0; i < machine.tasks().size() && left > 0; i++) {
            Task task = machine.tasks().get(i);
            if (task.alive() && attached.covers(task) && !task.pages().walking()) {
                for (Mapping mapping : attached.mappings(task)) {
                    left = migrate(task, mapping, left);
                }
            }
        }
    }

    private int migrate(Task task, Mapping mapping, int most) {
        int left = most;
        VirtualArea area = mapping.area();
        if (area.kind() == VirtualArea.Kind.FILE || area.locked()) {
            return left;
        }
        for (int page = 0; page < area.pages() && left > 0; page++) {
            int frame = area.frame(page);
            if (frame >= 0 && machine.memory().zoneOfFrame(frame).nid() == nodes[done]) {
                long costNanos = task.pages().moveFor(mapping, page, targets[done], workNanos);
                if (costNanos < 0) {
                    return 0;
                }
                workNanos += costNanos;
                left--;
            }
        }
        return left;
    }

    private boolean note(Kind kind, int nid, int target, int count, ReclaimOrder order) {
        if (!ticking) {
            throw new IllegalStateException("requests are taken during a tick only");
        }
        checkNode(nid);
        checkNode(target);
        if (count < 1 || count > PAGES_MAX) {
            throw new IllegalArgumentException("pages " + count + ": expected 1 to " + PAGES_MAX);
        }
        if (requests == REQUESTS_MAX) {
            return false;
        }
        kinds[requests] = kind;
        nodes[requests] = nid;
        targets[requests] = target;
        pages[requests] = count;
        orders[requests] = order;
        requests++;
        return true;
    }

    private void checkNode(int nid) {
        if (nid < 0 || nid >= machine.memory().nodeCount()) {
            throw new IllegalArgumentException(
                    "node " + nid + ": expected 0 to " + (machine.memory().nodeCount() - 1));
        }
    }

    @Override
    public boolean wakeKswapd(int nid) {
        return note(Kind.WAKE, nid, nid, 1, null);
    }

    @Override
    public boolean reclaim(int nid, ReclaimOrder order) {
        return note(Kind.RECLAIM, nid, nid, order.targetPages(), order);
    }

    @Override
    public boolean migrate(int from, int to, int count) {
        return note(Kind.MIGRATE, from, to, count, null);
    }

    @Override
    public boolean demote(int nid, int count) {
        return note(Kind.DEMOTE, nid, nid, count, null);
    }
}
