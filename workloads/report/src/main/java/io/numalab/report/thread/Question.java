package io.numalab.report.thread;

import java.util.List;

/** A claim or question: the runs it needs, and what they say. */
interface Question {
    /** The runs; a group that another question has too is played once. */
    List<RunGroup> groups();

    /** The finding. */
    Finding answer(Evidence evidence);
}
