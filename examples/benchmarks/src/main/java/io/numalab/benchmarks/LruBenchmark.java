package io.numalab.benchmarks;

import io.numalab.memory.FrameTable;
import io.numalab.memory.LruList;
import io.numalab.memory.LruLists;
import io.numalab.memory.Memory;
import io.numalab.memory.PageFlags;
import io.numalab.topology.MachineSpec;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Milliseconds for appending, evicting or touching all pages of a list once: G5. A touch through a mapping sets a bit
 * here and moves a page in the baseline, which knows no other way to remember it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx3g")
@Warmup(iterations = 1)
@Measurement(iterations = 3)
public class LruBenchmark {
    private static final int PAGE_BYTES = 4096;

    /** Who keeps the list: the engine, or two arrays of {@code int}. */
    @Param({"numalab", "linked"})
    public String subject;

    /** Pages on the list: 250 GiB. */
    @Param("65536000")
    public int pages;

    /** Whether pages come in the order of their addresses. */
    @Param({"true", "false"})
    public boolean inOrder;

    private Lists lists;
    private int[] order;

    private interface Lists {
        void append(int page);

        int evict();

        void touch(int page);
    }

    private static final class Engine implements Lists {
        private static final int LIST = LruList.INACTIVE_FILE.ordinal();
        private static final int BATCH_PAGES = 64;
        private final FrameTable frames;
        private final LruLists lru;
        private final int[] batch = new int[BATCH_PAGES];
        private int evicted;
        private int handedOut;

        Engine(int pages) {
            MachineSpec spec = MachineSpec.builder().node((long) pages * PAGE_BYTES, 0).build();
            Memory memory = new Memory(spec, null, false);
            frames = memory.frames();
            lru = memory.node(0).lru();
        }

        @Override
        public void append(int page) {
            lru.addHead(LIST, page);
        }

        // A batch at a time, as reclaim does.
        @Override
        public int evict() {
            if (handedOut == evicted) {
                evictBatch();
            }
            return batch[handedOut++];
        }

        private void evictBatch() {
            int seen = lru.peekOldest(LIST, batch, BATCH_PAGES);
            for (int i = 0; i < seen; i++) {
                batch[i] = frames.frameOf(batch[i]);
            }
            evicted = seen;
            lru.dropOldest(LIST, batch, evicted);
            for (int i = 0; i < evicted; i++) {
                frames.release(batch[i]);
            }
            handedOut = 0;
        }

        @Override
        public void touch(int page) {
            frames.set(page, PageFlags.YOUNG);
        }
    }

    private static final class Linked implements Lists {
        private final int[] next;
        private final int[] previous;
        private final int head;

        Linked(int pages) {
            next = new int[pages + 1];
            previous = new int[pages + 1];
            head = pages;
            next[head] = head;
            previous[head] = head;
        }

        @Override
        public void append(int page) {
            int first = next[head];
            next[head] = page;
            previous[page] = head;
            next[page] = first;
            previous[first] = page;
        }

        private void unlink(int page) {
            next[previous[page]] = next[page];
            previous[next[page]] = previous[page];
        }

        @Override
        public int evict() {
            int page = previous[head];
            unlink(page);
            return page;
        }

        @Override
        public void touch(int page) {
            unlink(page);
            append(page);
        }
    }

    /** Called by JMH. */
    @Setup
    public void shuffle() {
        order = new int[pages];
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < pages; i++) {
            int other = inOrder ? i : random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        lists = subject.equals("numalab") ? new Engine(pages) : new Linked(pages);
    }

    /** Called by JMH: appending begins with an empty list, the others with a full one. */
    @Setup(Level.Invocation)
    public void prepare(org.openjdk.jmh.infra.BenchmarkParams params) {
        boolean full = !params.getBenchmark().endsWith("append");
        if (full != filled) {
            for (int i = 0; i < pages; i++) {
                if (full) {
                    lists.append(order[i]);
                } else {
                    lists.evict();
                }
            }
            filled = full;
        }
    }

    private boolean filled;

    /** Puts all pages on the list. */
    @Benchmark
    public void append() {
        for (int page : order) {
            lists.append(page);
        }
        filled = true;
    }

    /** Takes all pages off at the old end. */
    @Benchmark
    public long evict() {
        long sum = 0;
        for (int i = 0; i < pages; i++) {
            sum += lists.evict();
        }
        filled = false;
        return sum;
    }

    /** Touches all pages. */
    @Benchmark
    public void touch() {
        for (int page : order) {
            lists.touch(page);
        }
    }
}
