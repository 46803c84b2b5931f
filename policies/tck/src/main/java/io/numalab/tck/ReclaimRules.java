package io.numalab.tck;

import static io.numalab.tck.Rule.require;

import io.numalab.memory.PageFlags;
import io.numalab.spi.GfpFlags;
import io.numalab.spi.ReclaimOrder;
import io.numalab.spi.Verdict;
import io.numalab.stat.VmEvent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rules about what reclaim may do and take, whatever the policy. */
final class ReclaimRules {
    private static final String NODE_RECLAIM = "node_reclaim";
    private static final String DIRECT = "direct";

    static final Rule BLOCKING = new Rule(11, "a request that may not wait reclaims nothing", ReclaimRules::blocking);

    static final Rule ONE_AT_A_TIME = new Rule(12, "a node has one node_reclaim at a time", ReclaimRules::oneAtATime);

    static final Rule CONFINED = new Rule(21, "direct reclaim stays where the request may go", ReclaimRules::confined);

    static final Rule NO_SWAP = new Rule(22, "without swap no anonymous page goes", ReclaimRules::noSwap);

    static final Rule ORDERS = new Rule(9, "node_reclaim keeps to the rights of its order", ReclaimRules::orders);

    static final Rule BOUNDED = new Rule(0, "the work of a policy for one request is bounded", ReclaimRules::bounded);

    private static final long WAIT_NANOS_MAX = 200_000_000L;
    private static final int VAIN_RECLAIMS_MAX = 64;

    static final List<Rule> ALL = List.of(ORDERS, BOUNDED, BLOCKING, ONE_AT_A_TIME, CONFINED, NO_SWAP);

    private ReclaimRules() {}

    private static int blocking(History history) {
        history.all(Event.ReclaimBegan.class).filter(began -> began.who().startsWith("task-"))
                .forEach(began -> require(GfpFlags.blocking(began.gfp()), began));
        return (int) history.all(Event.Walked.class).filter(walk -> !GfpFlags.blocking(walk.gfp())).count();
    }

    private static int orders(History history) {
        Map<String, ReclaimOrder> orders = new HashMap<>();
        int judged = 0;
        for (Event event : history.events()) {
            if (event instanceof Event.Pressed asked && asked.answer().order() != null) {
                orders.put(asked.who(), asked.answer().order());
            } else if (event instanceof Event.Evicted page && page.cause().equals(NODE_RECLAIM)
                    && orders.containsKey(page.who())) {
                ReclaimOrder order = orders.get(page.who());
                require(order.write() || (page.flags() & (PageFlags.DIRTY | PageFlags.WRITEBACK)) == 0, page);
                require(order.unmap() || (page.flags() & PageFlags.MAPPED) == 0, page);
                require(order.swap() || (page.flags() & PageFlags.SWAP_BACKED) == 0, page);
                judged++;
            }
        }
        return judged;
    }

    /** What a policy has had one request do. */
    private static final class Work {
        private long waitNanos;
        private int vainReclaims;
        private boolean waited;
    }

    private static int bounded(History history) {
        Map<String, Work> works = new HashMap<>();
        int judged = 0;
        for (Event event : history.events()) {
            if (event instanceof Event.Granted page) {
                works.remove(page.who());
            } else if (event instanceof Event.Refused refused) {
                works.remove(refused.who());
            } else if (event instanceof Event.Walked walk) {
                works.computeIfAbsent(walk.who(), who -> new Work()).waited = false;
            } else if (event instanceof Event.Pressed asked) {
                Work work = works.computeIfAbsent(asked.who(), who -> new Work());
                // The engine waits once a sweep, whatever is answered.
                work.waitNanos += work.waited ? 0 : asked.answer().waitNanos();
                work.waited |= asked.answer().waitNanos() > 0;
                require(work.waitNanos <= WAIT_NANOS_MAX, asked + " has waited " + work.waitNanos + " ns");
                judged++;
            } else if (event instanceof Event.ReclaimEnded ended && ended.cause().equals(NODE_RECLAIM)) {
                Work work = works.computeIfAbsent(ended.who(), who -> new Work());
                work.vainReclaims = ended.reclaimedPages() > 0 ? 0 : work.vainReclaims + 1;
                require(work.vainReclaims <= VAIN_RECLAIMS_MAX || !ended.who().startsWith("task-"), ended);
            }
        }
        return judged;
    }

    private static int oneAtATime(History history) {
        Set<Integer> locked = new HashSet<>();
        int judged = 0;
        for (Event event : history.events()) {
            if (event instanceof Event.ReclaimBegan began && began.cause().equals(NODE_RECLAIM)) {
                require(locked.add(began.nid()), began);
            } else if (event instanceof Event.ReclaimEnded ended && ended.cause().equals(NODE_RECLAIM)) {
                require(locked.remove(ended.nid()), ended);
            } else if (event instanceof Event.Pressed asked && locked.contains(asked.nid())) {
                require(asked.answer().action() != Verdict.Action.RECLAIM, asked);
                judged++;
            }
        }
        return judged;
    }

    private static int confined(History history) {
        return history.all(Event.Evicted.class)
                .filter(page -> page.cause().equals(DIRECT) && page.intent().confines() != null)
                .mapToInt(page -> {
                    require(page.intent().confines().contains(page.nid()), page);
                    require(page.intent().cpuset() == null || page.intent().cpuset().contains(page.nid()), page);
                    return 1;
                }).sum();
    }

    private static int noSwap(History history) {
        if (history.swap()) {
            return 0;
        }
        require(history.ending().counter(VmEvent.PSWPOUT) == 0 && history.ending().counter(VmEvent.PSWPIN) == 0,
                "swapping");
        return history.all(Event.Evicted.class).mapToInt(page -> {
            require((page.flags() & PageFlags.SWAP_BACKED) == 0, page);
            return 1;
        }).sum();
    }
}
