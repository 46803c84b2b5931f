package io.numalab.scenario.play;

import io.numalab.scenario.language.ScenarioException;
import io.numalab.scenario.language.ScenarioStep;

/** A step of the language that the simulator cannot play. It is never skipped: the run ends here. */
public final class UnsupportedStepException extends ScenarioException {
    private static final long serialVersionUID = 1L;

    /** A step and the reason, one line. */
    public UnsupportedStepException(ScenarioStep step, String reason) {
        super(step.position(), "cannot play \"" + printable(step.text()) + "\": " + reason);
    }
}
