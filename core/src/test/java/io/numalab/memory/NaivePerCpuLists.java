package io.numalab.memory;

import java.util.ArrayList;
import java.util.List;

/**
 * The counts of one CPU's lists of one zone by the letter of linux-model 12 for 6.1: how many pages are parked, by
 * kind, and how many are free. Slow twin of {@link PerCpuLists}.
 */
final class NaivePerCpuLists {
    private final int batch;
    private final int high;
    private final List<String> user = new ArrayList<>();
    private final List<String> kernel = new ArrayList<>();
    private int free;
    private int doublings;

    NaivePerCpuLists(int free, int batch, int high) {
        this.free = free;
        this.batch = batch;
        this.high = high;
    }

    /** Takes a page. @return whether there was one */
    boolean take(boolean isKernel) {
        List<String> part = isKernel ? kernel : user;
        doublings = doublings / 2;
        if (part.isEmpty()) {
            int pages = Math.min(batch, free);
            for (int i = 0; i < pages; i++) {
                part.add("page");
            }
            free -= pages;
        }
        if (part.isEmpty()) {
            return false;
        }
        part.remove(0);
        return true;
    }

    void give(boolean isKernel, boolean reclaimActive) {
        List<String> part = isKernel ? kernel : user;
        part.add("page");
        int limit = reclaimActive ? Math.min(4 * batch, high) : high;
        if (user.size() + kernel.size() < limit) {
            return;
        }
        int most = Math.max(batch, limit - batch);
        int pages = batch;
        for (int i = 0; i < doublings; i++) {
            pages *= 2;
        }
        if (pages < most) {
            doublings++;
        }
        pages = Math.min(pages, most);
        List<String> other = isKernel ? user : kernel;
        while (pages > 0 && user.size() + kernel.size() > 0) {
            (part.isEmpty() ? other : part).remove(0);
            free++;
            pages--;
        }
    }

    void drain() {
        free += parked();
        user.clear();
        kernel.clear();
    }

    int parked() {
        return user.size() + kernel.size();
    }

    int free() {
        return free;
    }
}
