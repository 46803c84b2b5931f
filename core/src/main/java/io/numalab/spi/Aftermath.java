package io.numalab.spi;

/** What becomes of a candidate zone after a reclaim on its node. */
public enum Aftermath {
    /** Test the mark again: take a page if it is passed, else go on to the next zone. */
    RETEST,
    /** Go on to the next zone, whatever was freed. */
    SKIP,
    /** End this walk without a page. */
    FAIL
}
