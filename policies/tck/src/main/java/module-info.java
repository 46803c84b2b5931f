/** The test kit that every policy passes. */
module io.numalab.tck {
    requires transitive io.numalab.core;
    requires io.numalab.scenario;
    requires transitive org.junit.jupiter.api;
    requires net.jqwik.api;
    requires jdk.management;

    exports io.numalab.tck;

    uses io.numalab.spi.PolicyProvider;
}
