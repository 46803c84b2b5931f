/**
 * What a played scenario leaves behind: a snapshot after every step, and the writer of the recordings' JSON schema.
 */
package io.numalab.scenario.result;
