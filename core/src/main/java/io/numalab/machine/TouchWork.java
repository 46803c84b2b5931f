package io.numalab.machine;

import io.numalab.mapping.CachedFile;
import io.numalab.mapping.VirtualArea;
import io.numalab.memory.FrameTable;
import io.numalab.memory.PageFlags;
import io.numalab.reclaim.Horizon;
import io.numalab.spi.GfpFlags;
import io.numalab.topology.Price;
import java.util.function.IntSupplier;

/**
 * Touches pages of a mapping in address order, at random or in an order that is given, once or again and again for a
 * time, a line of each or all of it; absent pages fault in.
 * Also {@code mlock}, which touches and locks. The random order is the recorder's (xorshift64 with a fixed seed), so
 * that a scenario means the same pages here and on a real kernel.
 */
final class TouchWork extends Work {
    private static final long RANDOM_SEED = 88172645463325252L;
    private static final int READAHEAD_PAGES = 32;
    private static final int FAULT_AROUND_PAGES = 16;
    private static final int AHEAD_PAGES = 64;

    private final Mapping mapping;
    private final VirtualArea area;
    private final long touches;
    private final boolean write;
    private final boolean random;
    private final boolean lock;
    private final long loopNanos;
    private long done;
    private long rounds;
    private long endNanos = -1;
    private long roundNanos;
    private final IntSupplier order;
    private final boolean stream;
    /** 2^64 by the pages of the area, rounded down. */
    private final long inverse;
    private long state = RANDOM_SEED;
    private int[] ahead;
    private int[] aheadFrames;
    private int aheadNext = AHEAD_PAGES;
    private int page = -1;
    private int readaheadNext = -1;
    private int readaheadEnd = -1;
    private int missHandled = -1;

    TouchWork(Mapping mapping, long touches, boolean write, boolean random, boolean lock, long loopNanos) {
        this(mapping, touches, write, random, lock, loopNanos, null, false);
    }

    /** Touches the pages that a supplier gives. @param stream all of each page instead of one line */
    TouchWork(Mapping mapping, long touches, boolean write, IntSupplier order, boolean stream) {
        this(mapping, touches, write, false, false, 0, order, stream);
    }

    private TouchWork(
            Mapping mapping, long touches, boolean write, boolean random, boolean lock, long loopNanos,
            IntSupplier order, boolean stream) {
        this.order = order;
        this.stream = stream;
        this.mapping = mapping;
        this.touches = touches;
        this.write = write;
        this.random = random;
        this.lock = lock;
        this.loopNanos = loopNanos;
        area = mapping.area();
        inverse = Long.divideUnsigned(-1, Math.max(1, area.pages()));
    }

    @Override
    int run(Task task, Horizon horizon) {
        if (endNanos < 0) {
            roundNanos = task.requester().clockNanos;
            endNanos = roundNanos + loopNanos;
        }
        while (true) {
            if (done == touches) {
                if (!nextRound(task)) {
                    return FINISHED;
                }
            }
            if (task.requester().clockNanos >= task.balancing().nextScanNanos()) {
                task.balancing().scan(task.requester().clockNanos);
            }
            if (page < 0 && order == null && !lock) {
                int run = random ? touchPresent(task, horizon) : touchRun(task, horizon);
                if (run > 0) {
                    reportRun(run);
                    if (task.requester().clockNanos >= horizon.nanos()) {
                        return MORE;
                    }
                    continue;
                }
            }
            if (page < 0) {
                page = nextPage(task);
            }
            int status = touch(task);
            if (status == PageMaker.FAILED) {
                return fail(Errno.NOMEM);
            }
            if (status == PageMaker.DONE) {
                if ((done & 15) == 0 && loopNanos == 0) {
                    progress((done + 1) * PAGE_BYTES);
                }
                done++;
                page = -1;
            }
            if (status == PageMaker.BUSY || task.requester().clockNanos >= horizon.nanos()) {
                return MORE;
            }
        }
    }

    // Faults on private memory that are all alike, at once.
    private int touchRun(Task task, Horizon horizon) {
        if (area.kind() != VirtualArea.Kind.ANON) {
            return 0;
        }
        long untilNanos = Math.min(horizon.nanos(), task.balancing().nextScanNanos());
        int most = (int) Math.min(touches - done, task.pages().actionsUntil(untilNanos, Price.ANON_FAULT));
        return task.pages().anonymousRun(mapping, (int) done, most);
    }

    // Random touches that find their pages present, as many as are known ahead: the processor waits for all of them
    // together.
    private int touchPresent(Task task, Horizon horizon) {
        if (write && area.kind() == VirtualArea.Kind.FILE || task.observed()) {
            return 0;
        }
        lookAhead();
        long untilNanos = Math.min(horizon.nanos(), task.balancing().nextScanNanos());
        int most = (int) Math.min(touches - done, AHEAD_PAGES - aheadNext);
        int run = task.touchPresent(area, ahead, aheadNext, most, untilNanos, aheadFrames);
        aheadNext += run;
        return run;
    }

    private void reportRun(int run) {
        long reported = done + run - 1 & -16;
        if (reported >= done && loopNanos == 0) {
            progress((reported + 1) * PAGE_BYTES);
        }
        done += run;
    }

    private boolean nextRound(Task task) {
        rounds++;
        progress(rounds * touches * PAGE_BYTES);
        if (lock) {
            area.setLocked(true);
        }
        done = 0;
        if (loopNanos > 0 && touches > 0 && task.requester().clockNanos == roundNanos) {
            // Rounds that cost nothing would go on for ever: the time passes, and that was it.
            task.requester().clockNanos = endNanos;
        }
        roundNanos = task.requester().clockNanos;
        return loopNanos > 0 && roundNanos < endNanos && touches > 0;
    }

    private int nextPage(Task task) {
        if (order != null) {
            return order.getAsInt();
        }
        if (!random) {
            return (int) done;
        }
        lookAhead();
        return ahead[aheadNext++];
    }

    private void lookAhead() {
        if (aheadNext < AHEAD_PAGES) {
            return;
        }
        if (ahead == null) {
            ahead = new int[AHEAD_PAGES];
            aheadFrames = new int[AHEAD_PAGES];
        }
        for (int i = 0; i < AHEAD_PAGES; i++) {
            ahead[i] = randomPage();
        }
        aheadNext = 0;
    }

    private int randomPage() {
        state ^= state << 13;
        state ^= state >>> 7;
        state ^= state << 17;
        return (int) remainder(state);
    }

    // The remainder of a number without a sign: multiplied by the inverse, the quotient is too small by two at most.
    private long remainder(long number) {
        long divisor = area.pages();
        long quotient = Math.multiplyHigh(number, inverse) + (number >> 63 & inverse) + (inverse >> 63 & number);
        long rest = number - quotient * divisor;
        while (rest >= divisor) {
            rest -= divisor;
        }
        return rest;
    }

    private int touch(Task task) {
        int frame = area.frame(page);
        boolean faulted = frame < 0 || readaheadNext < readaheadEnd || task.pages().walking();
        if (faulted) {
            int status = area.kind() == VirtualArea.Kind.FILE ? faultFile(task) : task.pages().anonymous(mapping, page);
            if (status != PageMaker.DONE) {
                return status;
            }
            frame = area.frame(page);
        } else {
            FrameTable frames = task.frames();
            if (!frames.has(frame, PageFlags.YOUNG)) {
                frames.set(frame, PageFlags.YOUNG);
            }
            if (area.hinted(page)) {
                task.balancing().hintFault(mapping, page);
                frame = area.frame(page);
            }
            if (stream) {
                task.chargeStream(frame);
            } else {
                task.chargeAccess(frame);
            }
        }
        if (lock) {
            task.lockPage(frame);
        }
        if (write && area.kind() == VirtualArea.Kind.FILE && !task.frames().has(frame, PageFlags.DIRTY)) {
            task.pages().dirty(frame);
            task.pages().charge(Price.FILE_WRITE);
            if (!faulted) {
                // Mapped around another page, and so not for writing.
                task.pages().countFault();
            }
        }
        return PageMaker.DONE;
    }

    // A fault on a page that is not cached reads 32 pages; then those of the 16 around it that are cached are mapped.
    // The page table comes first, as in Linux' do_fault_around and __do_fault: were it taken last, its reclaim could
    // evict the page it is for, and on a node with nothing else to evict the fault would start over for ever.
    private int faultFile(Task task) {
        int table = task.pages().pageTable(area, page);
        if (table != PageMaker.DONE) {
            return table;
        }
        CachedFile file = area.file();
        int filePage = area.firstFilePage() + page;
        if (readaheadNext >= readaheadEnd && file.frame(filePage) < 0 && missHandled != filePage) {
            missHandled = filePage;
            task.pages().countMiss(filePage == readaheadEnd);
            readaheadNext = filePage;
            readaheadEnd = Math.min(filePage + READAHEAD_PAGES, file.pages());
        }
        for (; readaheadNext < readaheadEnd; readaheadNext++) {
            int run = task.pages().fileRun(file, readaheadNext, readaheadEnd - readaheadNext, true);
            if (run > 0) {
                readaheadNext += run - 1;
            } else if (task.pages().missing(file, readaheadNext)) {
                int status = task.pages().filePage(file, readaheadNext, GfpFlags.READAHEAD, true);
                if (status == PageMaker.BUSY) {
                    return status;
                }
                if (status == PageMaker.FAILED) {
                    readaheadEnd = readaheadNext;
                    break;
                }
                task.pages().chargeRead(Price.FILE_READ);
            }
        }
        if (task.pages().missing(file, filePage)) {
            int status = task.pages().filePage(file, filePage, GfpFlags.HIGHUSER_MOVABLE, true);
            if (status != PageMaker.DONE) {
                return status;
            }
            task.pages().chargeRead(Price.FILE_READ);
        }
        mapAround(task, file);
        return PageMaker.DONE;
    }

    private void mapAround(Task task, CachedFile file) {
        int start = page & -FAULT_AROUND_PAGES;
        int end = Math.min(start + FAULT_AROUND_PAGES, area.pages());
        for (int around = start; around < end; around++) {
            int frame = file.frame(area.firstFilePage() + around);
            if (frame >= 0 && area.frame(around) < 0) {
                task.pages().mapFilePage(area, around, frame);
            }
        }
        task.pages().countFault();
        task.pages().charge(Price.MAP_FAULT);
        missHandled = -1;
    }
}
