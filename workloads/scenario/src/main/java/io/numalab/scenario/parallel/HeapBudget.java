package io.numalab.scenario.parallel;

/** Heap that simulations take and give back; who wants more than all of it gets it when nobody else has any. */
final class HeapBudget {
    private final long bytes;
    private long taken;
    private int holders;

    HeapBudget(long bytes) {
        this.bytes = bytes;
    }

    /** What somebody holds until it is closed. */
    final class Share implements AutoCloseable {
        private final long wanted;

        private Share(long wanted) {
            this.wanted = wanted;
        }

        @Override
        public void close() {
            synchronized (HeapBudget.this) {
                taken -= wanted;
                holders--;
                HeapBudget.this.notifyAll();
            }
        }
    }

    /** Waits until there is enough. */
    synchronized Share take(long wanted) throws InterruptedException {
        while (holders > 0 && wanted > bytes - taken) {
            wait();
        }
        taken += wanted;
        holders++;
        return new Share(wanted);
    }
}
