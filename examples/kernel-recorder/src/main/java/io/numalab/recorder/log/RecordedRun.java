package io.numalab.recorder.log;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * One boot and what happened in it. The steps must not be changed.
 *
 * @param complete whether the guest came to the end of the scenario
 * @param environment texts of proc and sysfs outside of any step, by path, in the order of the log
 * @param steps the JSON of every step, the boot first
 * @param errors what the guest could not do, one line each; a recording with any of these is of no use
 */
public record RecordedRun(
        boolean complete, Map<String, String> environment, List<ObjectNode> steps, List<String> errors) {
}
