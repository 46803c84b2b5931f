package io.numalab;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Heap bytes that a piece of code allocates. The JDK's counter is found by name, because the module under test does
 * not read {@code jdk.management}.
 */
public final class HeapBytes {
    private static final MethodHandle ALLOCATED = allocated();

    private HeapBytes() {}

    private static MethodHandle allocated() {
        try {
            Object threads = Class.forName("java.lang.management.ManagementFactory")
                    .getMethod("getThreadMXBean")
                    .invoke(null);
            Class<?> type = Class.forName("com.sun.management.ThreadMXBean");
            return MethodHandles.publicLookup()
                    .findVirtual(type, "getCurrentThreadAllocatedBytes", MethodType.methodType(long.class))
                    .bindTo(threads);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("no counter of allocated bytes in this JDK", e);
        }
    }

    /** The least that one of several runs allocated: the first ones pay for loading and linking. */
    public static long least(int runs, Runnable code) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < runs; i++) {
            long before = now();
            code.run();
            least = Math.min(least, now() - before);
        }
        return least;
    }

    private static long now() {
        try {
            return (long) ALLOCATED.invokeExact();
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
