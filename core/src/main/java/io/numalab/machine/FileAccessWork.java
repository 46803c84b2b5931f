package io.numalab.machine;

import io.numalab.mapping.CachedFile;
import io.numalab.reclaim.Horizon;
import io.numalab.spi.GfpFlags;
import io.numalab.topology.Price;
import java.util.function.IntSupplier;

/**
 * Reads single pages of a file through a descriptor, in an order that is given, as a database does with {@code pread}.
 * There is no readahead into the cache, but a page that is missing close behind one that was missing comes from the
 * same request to the disk, at the price of all pages up to it: the kernel's smallest readahead window is 4 pages, and
 * finds a stream again that leaves out a few. A page in the cache costs a copy and an access to the node where it lies.
 */
final class FileAccessWork extends Work {
    private static final int NONE = -2;
    /** get_init_ra_size for a single page. */
    private static final int WINDOW_PAGES = CachedFile.RUN_GAP_PAGES;
    private static final int AHEAD_PAGES = 64;

    private final CachedFile file;
    private final long most;
    private final IntSupplier order;
    private final int[] nextPages = new int[AHEAD_PAGES];
    private int aheadNext;
    private int aheadEnd;
    private long done;
    private int page = NONE;
    private int lastMiss = -1 - WINDOW_PAGES;

    FileAccessWork(CachedFile file, long most, IntSupplier order) {
        this.file = file;
        this.most = most;
        this.order = order;
    }

    @Override
    int run(Task task, Horizon horizon) {
        while (done < most) {
            if (page == NONE) {
                page = nextPage(task);
            }
            if (page < 0) {
                break;
            }
            int status = task.pages().missing(file, page) ? miss(task) : PageMaker.DONE;
            if (status == PageMaker.FAILED) {
                return fail(Errno.NOMEM);
            }
            if (status == PageMaker.BUSY) {
                return MORE;
            }
            int frame = file.frame(page);
            task.markAccessed(file, page);
            task.pages().charge(Price.FILE_HIT);
            task.chargeAccess(frame);
            page = NONE;
            done++;
            progress(done * PAGE_BYTES);
            if (task.requester().clockNanos >= horizon.nanos()) {
                return MORE;
            }
        }
        return FINISHED;
    }

    private int nextPage(Task task) {
        if (aheadNext == aheadEnd) {
            aheadNext = 0;
            aheadEnd = 0;
            int wanted = (int) Math.min(AHEAD_PAGES, most - done);
            int valid = 0;
            while (aheadEnd < wanted && valid == aheadEnd) {
                nextPages[aheadEnd] = order.getAsInt();
                valid += nextPages[aheadEnd++] >= 0 ? 1 : 0;
            }
            task.glance(file, nextPages, valid);
        }
        return nextPages[aheadNext++];
    }

    private int miss(Task task) {
        int status = task.pages().filePage(file, page, GfpFlags.HIGHUSER_MOVABLE, false);
        if (status == PageMaker.DONE) {
            int ahead = page - lastMiss;
            if (ahead > 0 && ahead <= WINDOW_PAGES) {
                task.pages().chargeRead(Price.FILE_READ, ahead);
            } else {
                task.pages().chargeRead(Price.FILE_READ_RANDOM, 1);
            }
            lastMiss = page;
        }
        return status;
    }
}
