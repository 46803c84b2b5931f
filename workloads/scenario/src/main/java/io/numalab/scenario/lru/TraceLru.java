package io.numalab.scenario.lru;

import io.numalab.memory.LruList;
import io.numalab.memory.LruLists;
import io.numalab.memory.Memory;
import io.numalab.topology.MachineSpec;
import java.io.IOException;
import java.io.InputStream;

/**
 * An exact LRU cache of objects of one page each, driven by a trace: every request moves its object to the young end,
 * and a miss in a full cache evicts the oldest. It is the engine without a kernel around it: the frames and the
 * {@link LruLists} of a machine with one node, and an index from object ids to frames. Requests, misses and their ratio
 * are those of any exact LRU that ignores sizes, libCacheSim's {@code cachesim TRACE csv LRU CAPACITY
 * --ignore-obj-size 1} for one.
 *
 * <p>A request takes constant time and no heap; the cache takes 60 to 100 bytes a page. One thread only.
 */
public final class TraceLru {
    /** The largest capacity. */
    public static final int CAPACITY_MAX = 1 << 28;

    private static final int PAGE_BYTES = 4096;
    private static final int BATCH = 4096;
    private static final int LIST = LruList.INACTIVE_FILE.ordinal();

    private final int capacity;
    private final Memory memory;
    private final LruLists lru;
    private final ResidentIndex index;
    private final long[] idOfFrame;
    private int used;
    private long requests;
    private long misses;

    /**
     * An empty cache.
     *
     * @param capacityPages how many objects it holds, 1 to {@value #CAPACITY_MAX}
     * @throws IllegalArgumentException if the capacity is out of range
     */
    public TraceLru(int capacityPages) {
        if (capacityPages < 1 || capacityPages > CAPACITY_MAX) {
            throw new IllegalArgumentException(
                    "a capacity of " + capacityPages + " pages: expected 1 to " + CAPACITY_MAX);
        }
        capacity = capacityPages;
        memory = new Memory(MachineSpec.builder().node((long) capacity * PAGE_BYTES, 0).build(), null, false);
        lru = memory.node(0).lru();
        index = new ResidentIndex(capacity);
        idOfFrame = new long[capacity];
    }

    /**
     * Requests every object of a trace, in order; only the cache and its index grow with the trace.
     *
     * @param csv read to its end, not closed
     * @param file the name of the trace for complaints
     * @throws TraceException if a line has no object id
     */
    public void play(InputStream csv, String file, TraceColumns columns) throws IOException {
        ObjectIdReader reader = new ObjectIdReader(csv, file, columns);
        long[] ids = new long[BATCH];
        for (int count = reader.read(ids); count > 0; count = reader.read(ids)) {
            request(ids, count);
        }
    }

    /** Requests the first {@code count} of these objects, in order. */
    public void request(long[] ids, int count) {
        for (int i = 0; i < count; i++) {
            int frame = index.find(ids[i]);
            if (frame == ResidentIndex.ABSENT) {
                miss(ids[i]);
            } else {
                lru.rotate(frame);
            }
        }
        requests += count;
    }

    private void miss(long id) {
        misses++;
        int frame = used < capacity ? used++ : evicted();
        idOfFrame[frame] = id;
        index.add(id, frame);
        lru.addHead(LIST, frame);
    }

    private int evicted() {
        int frame = lru.tail(LIST);
        lru.remove(frame);
        index.remove(idOfFrame[frame]);
        return frame;
    }

    /** How many requests there were. */
    public long requests() {
        return requests;
    }

    /** How many of them met an object that was not in the cache. */
    public long misses() {
        return misses;
    }

    /** Misses by requests, 0 to 1; NaN if there was no request. */
    public double missRatio() {
        return (double) misses / requests;
    }

    /**
     * Checks the lists and the index against one another.
     *
     * @throws IllegalStateException naming what does not agree
     */
    public void validate() {
        lru.validate();
        if (lru.size(LIST) != used || index.size() != used) {
            throw new IllegalStateException(
                    used + " frames in use, " + lru.size(LIST) + " on the list, " + index.size() + " in the index");
        }
        for (int frame = 0; frame < used; frame++) {
            if (index.find(idOfFrame[frame]) != frame) {
                throw new IllegalStateException("frame " + frame + " of object " + idOfFrame[frame] + ": the index has "
                        + index.find(idOfFrame[frame]));
            }
        }
    }
}
