/** A least-recently-used cache driven by a trace of object ids, to set the engine's lists beside cache simulators. */
package io.numalab.scenario.lru;
