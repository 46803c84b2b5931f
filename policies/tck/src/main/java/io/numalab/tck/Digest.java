package io.numalab.tck;

import io.numalab.machine.Machine;
import io.numalab.stat.EventSink;
import java.lang.reflect.Proxy;
import java.util.Arrays;

/** A running digest of everything a machine reports: two runs with the same digest were the same, event by event. */
final class Digest {
    private long value;

    /** Takes events in. */
    EventSink sink() {
        return (EventSink) Proxy.newProxyInstance(
                EventSink.class.getClassLoader(), new Class<?>[] {EventSink.class}, (proxy, method, arguments) -> {
                    value = value * 31 + (method.getName() + Arrays.toString(arguments)).hashCode();
                    return null;
                });
    }

    /** The digest since the last call. */
    long take() {
        long taken = value;
        value = 0;
        return taken;
    }

    /** Everything a machine shows at the end of a run. */
    static String describe(Machine machine) {
        Ending ending = Ending.of(machine, 0);
        return machine.nowNanos() + " " + ending.zones() + ending.gauges() + ending.numastat() + ending.counters()
                + Arrays.toString(ending.anonymousPages()) + ending.cachedPages() + machine.trace().snapshot();
    }
}
