/**
 * The scenario language: from the text of a {@code .scn} file to a list of checked steps.
 *
 * <p>{@link io.numalab.scenario.language.Scenario} is the entry. Nothing here knows the simulated machine, so a text is
 * checked in full before anything is simulated. All values are immutable and may be shared between threads.
 */
package io.numalab.scenario.language;
