package io.numalab.machine;

import io.numalab.reclaim.Horizon;

/** Maps, touches and unmaps anonymous memory again and again. */
final class ChurnWork extends Work {
    private final long bytes;
    private int timesLeft;
    private Mapping mapping;
    private TouchWork touch;

    ChurnWork(long bytes, int times) {
        this.bytes = bytes;
        timesLeft = times;
    }

    @Override
    int run(Task task, Horizon horizon) {
        while (timesLeft > 0) {
            if (mapping == null) {
                mapping = task.mapHidden(bytes);
                touch = new TouchWork(mapping, mapping.pages(), true, false, false, 0);
            }
            int answer = touch.run(task, horizon);
            progress(touch.progressBytes());
            if (answer == MORE) {
                return MORE;
            }
            task.unmap(mapping);
            mapping = null;
            timesLeft--;
            if (touch.status() != 0) {
                return fail(touch.status());
            }
        }
        return FINISHED;
    }
}
