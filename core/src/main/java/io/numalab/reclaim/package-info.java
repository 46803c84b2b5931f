/** Who gives pages back and in which order: scanning LRU lists, node reclaim, direct reclaim, kswapd, writeback. */
package io.numalab.reclaim;
