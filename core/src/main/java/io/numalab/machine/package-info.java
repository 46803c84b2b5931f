/** The front door: a machine with tasks, files and groups in virtual time, to run, observe, and fork. */
package io.numalab.machine;
