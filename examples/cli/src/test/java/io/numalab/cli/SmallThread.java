package io.numalab.cli;

import java.util.ArrayList;
import java.util.List;

/** The preset {@code thread} on a machine of 2 x 512 MiB. */
final class SmallThread {

    private SmallThread() {
    }

    /** The words of a {@code compare}. */
    static Object[] compare(Object... more) {
        List<Object> words = new ArrayList<>(List.of("compare", "thread", "--param", "node=512M", "--param",
                "cache=400M", "--param", "anon=240M", "--param", "reads=20000"));
        words.addAll(List.of(more));
        return words.toArray();
    }
}
