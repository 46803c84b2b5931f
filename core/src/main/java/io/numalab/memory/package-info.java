/**
 * Physical memory: nodes, zones, frames and their state, the bitset allocator, per-CPU lists, watermarks, LRU lists.
 */
package io.numalab.memory;
