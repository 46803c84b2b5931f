/** Records what a real kernel does with a scenario, in a virtual machine. */
module io.numalab.recorder {
    requires transitive io.numalab.scenario;
    requires com.fasterxml.jackson.databind;

    exports io.numalab.recorder;
}
