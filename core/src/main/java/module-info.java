/**
 * The simulated machine, the policy SPI and the kernel's default policy. What is exported is the whole API: policies,
 * the built-in ones too, have no other way in.
 */
module io.numalab.core {
    requires com.google.common;
    requires org.slf4j;
    requires static org.jspecify;

    exports io.numalab.spi;
    exports io.numalab.topology;
    exports io.numalab.stat;
    exports io.numalab.memory;
    exports io.numalab.machine;

    uses io.numalab.spi.PolicyProvider;
}
