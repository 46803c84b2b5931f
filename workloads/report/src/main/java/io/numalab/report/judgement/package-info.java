/** Judges a policy against others on many variants of the presets, drawn by a seed. */
package io.numalab.report.judgement;
