package io.numalab.memory;

/**
 * The free pages that one CPU keeps of one zone: a part for user pages and one for kernel pages, with one common count
 * (linux-model 12). Allocations pop the page freed last; what is given back is the page freed first.
 */
final class PerCpuList {
    final FrameDeque user;
    final FrameDeque kernel;
    int freeFactor;
    /** 6.12 and later: the limit that floats, how much refills have grown, and how many frees came in a row. */
    int high;
    int allocationFactor;
    int freesInARow;

    PerCpuList(int high) {
        this.high = high;
        user = new FrameDeque();
        kernel = new FrameDeque();
    }

    PerCpuList(PerCpuList other) {
        user = new FrameDeque(other.user);
        kernel = new FrameDeque(other.kernel);
        freeFactor = other.freeFactor;
        high = other.high;
        allocationFactor = other.allocationFactor;
        freesInARow = other.freesInARow;
    }

    int count() {
        return user.size() + kernel.size();
    }
}
