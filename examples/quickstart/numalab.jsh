// jshell --class-path examples/cli/target/numalab.jar --startup DEFAULT --startup examples/quickstart/numalab.jsh
import io.numalab.machine.*
import io.numalab.spi.*
import io.numalab.topology.*
Machine machine(String nodes) { return Machine.builder(MachineSpec.parse(nodes)).build(); }
