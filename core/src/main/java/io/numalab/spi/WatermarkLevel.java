package io.numalab.spi;

/** The four marks of a zone, lowest first (linux-model 2.3): a request passes a mark if more pages are free. */
public enum WatermarkLevel {
    /** The reserve that only privileged requests may use. */
    MIN,
    /** The mark of the first attempt; below it kswapd has work. */
    LOW,
    /** Where kswapd stops. */
    HIGH,
    /** Where kswapd stops while memory tiering promotes pages into the node. */
    PROMO
}
