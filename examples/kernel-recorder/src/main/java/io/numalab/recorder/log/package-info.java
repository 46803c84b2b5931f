/** Reads the text that the guest program streams, and makes the JSON of a recording of it. No process, no file. */
package io.numalab.recorder.log;
