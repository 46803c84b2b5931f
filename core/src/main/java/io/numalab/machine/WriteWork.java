package io.numalab.machine;

import io.numalab.mapping.CachedFile;
import io.numalab.memory.FrameTable;
import io.numalab.memory.PageFlags;
import io.numalab.reclaim.Horizon;
import io.numalab.reclaim.Writeback;
import io.numalab.spi.GfpFlags;
import io.numalab.topology.Price;

/**
 * Writes a range of a file through a descriptor: pages become dirty, the flusher starts at the background limit, and
 * the writer waits above the dirty limit. Models {@code generic_perform_write} and {@code balance_dirty_pages}.
 */
final class WriteWork extends Work {
    private static final int CHECK_PAGES = 32;
    private static final long THROTTLE_NANOS = 10_000_000L;

    private final CachedFile file;
    private final int firstPage;
    private final int endPage;
    private final boolean sync;
    private int position;
    private boolean checked;

    WriteWork(CachedFile file, long offset, long bytes, boolean sync) {
        this.file = file;
        this.sync = sync;
        firstPage = (int) (offset / PAGE_BYTES);
        endPage = (int) ((offset + bytes + PAGE_BYTES - 1) / PAGE_BYTES);
        position = firstPage;
    }

    @Override
    int run(Task task, Horizon horizon) {
        while (position < endPage) {
            if (position % CHECK_PAGES == 0 && !checked && throttle(task)) {
                return MORE;
            }
            checked = true;
            if (task.pages().missing(file, position)) {
                int status = task.pages().filePage(file, position, GfpFlags.HIGHUSER_MOVABLE | GfpFlags.WRITE, false);
                if (status == PageMaker.FAILED) {
                    return fail(Errno.NOMEM);
                }
                if (status == PageMaker.BUSY) {
                    return MORE;
                }
            }
            int frame = file.frame(position);
            FrameTable frames = task.frames();
            if (!frames.has(frame, PageFlags.DIRTY)) {
                task.pages().dirty(frame);
            }
            task.pages().charge(Price.FILE_WRITE);
            position++;
            checked = false;
            progress((long) (position - firstPage) * PAGE_BYTES);
            if (task.requester().clockNanos >= horizon.nanos()) {
                return MORE;
            }
        }
        return sync && waitForDisk(task) ? MORE : FINISHED;
    }

    private boolean throttle(Task task) {
        Writeback writeback = task.writeback();
        long dirty = writeback.dirtyPages();
        if (dirty > writeback.backgroundLimitPages()) {
            writeback.wakeFlusher(task.requester().clockNanos);
        }
        if (dirty <= writeback.limitPages()) {
            return false;
        }
        pause(task);
        return true;
    }

    private boolean waitForDisk(Task task) {
        if (file.dirtyPages() == 0 && !task.writeback().busy()) {
            return false;
        }
        task.writeback().wakeFlusher(task.requester().clockNanos);
        pause(task);
        return true;
    }

    private static void pause(Task task) {
        task.requester().clockNanos += THROTTLE_NANOS;
        task.requester().stallNanos += THROTTLE_NANOS;
    }
}
