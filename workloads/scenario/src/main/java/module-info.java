/** Scenario language, presets, and replay of recordings made on real kernels. */
module io.numalab.scenario {
    requires transitive io.numalab.core;
    requires com.fasterxml.jackson.databind;
    requires java.xml;
    requires org.apache.commons.rng.api;
    requires org.apache.commons.rng.sampling;
    requires org.apache.commons.rng.simple;
    requires static com.github.luben.zstd_jni;

    exports io.numalab.scenario.access;
    exports io.numalab.scenario.format;
    exports io.numalab.scenario.language;
    exports io.numalab.scenario.lru;
    exports io.numalab.scenario.parallel;
    exports io.numalab.scenario.play;
    exports io.numalab.scenario.recording;
    exports io.numalab.scenario.result;
    exports io.numalab.scenario.topology;
    exports io.numalab.scenario.trace;
}
