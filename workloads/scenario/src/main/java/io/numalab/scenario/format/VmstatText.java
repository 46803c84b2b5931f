package io.numalab.scenario.format;

import io.numalab.machine.Machine;

/** {@code /proc/vmstat} and {@code /sys/devices/system/node/nodeN/vmstat}. One thread only. */
final class VmstatText {
    private final Machine machine;
    private final CounterLayout layout;
    private final MachineCounters counters;

    VmstatText(Machine machine) {
        this.machine = machine;
        layout = CounterLayout.of(machine.spec().kernel());
        counters = new MachineCounters(machine);
    }

    /** The file of the whole machine. */
    String ofMachine() {
        StringBuilder text = new StringBuilder();
        layout.zone().forEach(name -> line(text, name, sumOfZones(name)));
        layout.numa().forEach(name -> line(text, name, sumOfZones(name)));
        layout.node().forEach(name -> line(text, name, sumOfNodes(name)));
        layout.machine().forEach(name -> line(text, name, 0));
        layout.events().forEach(name -> line(text, name, counters.ofMachine(name)));
        return text.toString();
    }

    /** The file of a node. */
    String ofNode(int nid) {
        StringBuilder text = new StringBuilder();
        layout.zone().forEach(name -> line(text, name, counters.ofZones(nid, name)));
        layout.numa().forEach(name -> line(text, name, counters.ofZones(nid, name)));
        layout.node().forEach(name -> line(text, name, counters.ofNode(nid, name)));
        return text.toString();
    }

    private static void line(StringBuilder text, String name, long value) {
        text.append(name).append(' ').append(value).append('\n');
    }

    private long sumOfZones(String name) {
        long sum = 0;
        for (int nid = 0; nid < machine.spec().nodeCount(); nid++) {
            sum += counters.ofZones(nid, name);
        }
        return sum;
    }

    // What moves between tiers is counted for the machine as a whole here, in Linux by node.
    private long sumOfNodes(String name) {
        long sum = counters.ofMachine(name);
        for (int nid = 0; nid < machine.spec().nodeCount(); nid++) {
            sum += counters.ofNode(nid, name);
        }
        return sum;
    }
}
