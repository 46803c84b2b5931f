/** The {@code numalab} command: plays scenarios, replays recordings and compares policies. */
package io.numalab.cli;
