package io.numalab.recorder.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class RawLogProperties {
    private static final String LOG = SmallLog.text();
    private static final RecordedRun WHOLE = RawLog.read(LOG, 2);

    @Property(tries = 100)
    void shouldReadTheFirstStepsOfALogThatBreaksOffAnywhere(@ForAll @IntRange(max = 1_000_000) int position) {
        int end = (int) ((long) position * (LOG.lastIndexOf(RawLog.DONE)) / 1_000_000);
        RecordedRun part = RawLog.read(LOG.substring(0, end), 2);

        assertFalse(part.complete());
        assertEquals(WHOLE.steps().subList(0, part.steps().size()), part.steps());
    }
}
