package io.numalab.machine;

import io.numalab.mapping.CachedFile;
import io.numalab.reclaim.Horizon;
import io.numalab.spi.GfpFlags;
import io.numalab.topology.Price;

/**
 * Reads a range of a file through a descriptor, once or several times, with the kernel's readahead: a miss reads 32
 * pages and marks the page in the middle; reaching a marked page reads the next 32. So a read that ends before the end
 * of the file leaves 32 further pages in the cache. Models {@code filemap_read} and {@code ondemand_readahead}.
 */
final class ReadWork extends Work {
    private static final int WINDOW_PAGES = 32;
    private static final int NONE = -1;

    private final CachedFile file;
    private final int firstPage;
    private final int endPage;
    private int timesLeft;
    private int position;
    private int windowEnd;
    private int fillNext;
    private int fillEnd;
    private int markerPlanned = NONE;
    private int marker = NONE;
    private int missHandled = NONE;

    ReadWork(CachedFile file, long offset, long bytes, int times) {
        this.file = file;
        firstPage = (int) (offset / PAGE_BYTES);
        endPage = (int) Math.min((offset + bytes + PAGE_BYTES - 1) / PAGE_BYTES, file.pages());
        timesLeft = times;
        position = firstPage;
    }

    @Override
    int run(Task task, Horizon horizon) {
        while (true) {
            if (fillNext < fillEnd) {
                int status = fill(task, horizon);
                if (status == PageMaker.BUSY) {
                    return MORE;
                }
            } else if (position >= endPage) {
                if (--timesLeft <= 0) {
                    return FINISHED;
                }
                position = firstPage;
            } else {
                int status = read(task, horizon);
                if (status == PageMaker.BUSY) {
                    return MORE;
                }
                if (status == PageMaker.FAILED) {
                    return fail(Errno.NOMEM);
                }
            }
            if (task.requester().clockNanos >= horizon.nanos()) {
                return MORE;
            }
        }
    }

    private int fill(Task task, Horizon horizon) {
        if (fillNext >= file.pages()) {
            fillEnd = fillNext;
            return PageMaker.DONE;
        }
        int most = Math.min(Math.min(fillEnd, file.pages()) - fillNext,
                task.pages().actionsUntil(horizon.nanos(), Price.FILE_READ));
        int run = task.pages().fileRun(file, fillNext, most, false);
        if (run > 0) {
            if (fillNext <= markerPlanned && markerPlanned < fillNext + run) {
                marker = markerPlanned;
            }
            fillNext += run;
            return PageMaker.DONE;
        }
        if (task.pages().missing(file, fillNext)) {
            int status = task.pages().filePage(file, fillNext, GfpFlags.READAHEAD, false);
            if (status == PageMaker.BUSY) {
                return status;
            }
            if (status == PageMaker.FAILED) {
                fillEnd = fillNext;
                return PageMaker.DONE;
            }
            task.pages().chargeRead(Price.FILE_READ);
            if (fillNext == markerPlanned) {
                marker = fillNext;
            }
        }
        fillNext++;
        return PageMaker.DONE;
    }

    private int read(Task task, Horizon horizon) {
        if (task.pages().missing(file, position)) {
            return miss(task);
        }
        if (position == marker) {
            window(windowEnd, windowEnd);
            return PageMaker.DONE;
        }
        int end = position < marker ? Math.min(marker, endPage) : endPage;
        consume(task, Math.min(end - position, task.pages().actionsUntil(horizon.nanos(), Price.FILE_HIT)));
        return PageMaker.DONE;
    }

    private void consume(Task task, int most) {
        int pages = task.markAccessed(file, position, most);
        task.pages().charge(Price.FILE_HIT, pages);
        position += pages;
        progress((long) (position - firstPage) * PAGE_BYTES);
    }

    // Readahead never waits for memory; a page it could not get is asked for once more, with all rights.
    private int miss(Task task) {
        if (missHandled != position) {
            missHandled = position;
            window(position, position + WINDOW_PAGES / 2);
            return PageMaker.DONE;
        }
        int status = task.pages().filePage(file, position, GfpFlags.HIGHUSER_MOVABLE, false);
        if (status == PageMaker.DONE) {
            // Read at once, as the kernel holds on to the page it waited for: others could evict it again and again.
            task.pages().chargeRead(Price.FILE_READ);
            consume(task, 1);
        }
        return status;
    }

    private void window(int start, int markerAt) {
        fillNext = start;
        fillEnd = start + WINDOW_PAGES;
        windowEnd = fillEnd;
        markerPlanned = markerAt;
        marker = NONE;
    }
}
