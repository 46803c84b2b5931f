package io.numalab.scenario.recording;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;

/** A file that is not a recording. The message is one line that names the file and what is wrong. */
public class RecordingException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;
    private static final int COMPLAINT_MAX = 200;

    /** A complaint about a file. */
    public RecordingException(String file, String complaint) {
        super(file + ": " + complaint);
    }

    /** A file that is not even JSON. */
    static RecordingException notJson(String file, JsonProcessingException cause) {
        JsonLocation at = cause.getLocation();
        String place = at == null ? file : file + ":" + at.getLineNr() + ":" + at.getColumnNr();
        String complaint = cause.getOriginalMessage().replaceAll("\\s+", " ");
        return new RecordingException(place, "expected a recording in JSON (numa-oracle/1), got "
                + complaint.substring(0, Math.min(complaint.length(), COMPLAINT_MAX)));
    }
}
