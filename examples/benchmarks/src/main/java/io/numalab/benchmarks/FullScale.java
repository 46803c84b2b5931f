package io.numalab.benchmarks;

import io.numalab.machine.Machine;
import io.numalab.machine.Mapping;
import io.numalab.machine.SimulatedFile;
import io.numalab.machine.Task;
import io.numalab.spi.Policies;
import io.numalab.spi.PolicySpec;
import io.numalab.spi.Scope;
import io.numalab.stat.VmEvent;
import io.numalab.topology.MachineSpec;
import java.util.SplittableRandom;

/**
 * The full-scale run through the public API, with the policies that ServiceLoader finds, default prices and kernel 6.1:
 * one task on node 0 of two reads a file of 4/5 of the node, writes anonymous memory of 12/25 of it, reads the file
 * again, which is no longer there, and unmaps. On two nodes of 125 GiB that is 100 GiB twice and 60 GiB: 68 million
 * faults and 35 million evictions.
 */
final class FullScale {
    private static final long PAGE_BYTES = 4096;

    /** What happens to the file before anonymous memory is written. */
    enum References {
        /** Nothing. */
        NONE,
        /** As many random reads as it has pages, through a mapping that stays: bits. zone_reclaim needs mode 5. */
        MAPPED,
        /** As many random reads through a descriptor: the second of a page activates it. */
        READ
    }

    private final Machine machine;
    private final Task task;
    private final SimulatedFile file;
    private final long filePages;
    private final long anonPages;
    private final References references;

    /** A fresh machine. @param nodes two equal ones, as {@link MachineSpec#parse}; @param policy of machine or task */
    FullScale(String nodes, String policy, References references) {
        MachineSpec spec = MachineSpec.parse(nodes);
        this.references = references;
        Policies policies = Policies.load();
        machine = Machine.builder(spec).policies(policies).build();
        long nodePages = spec.node(0).managedPages();
        filePages = nodePages * 4 / 5;
        anonPages = nodePages * 12 / 25;
        file = machine.createFile("cache", filePages * PAGE_BYTES);
        task = machine.newTask("A", 0);
        PolicySpec parsed = PolicySpec.parse(policy);
        boolean ofMachine = policies.find(parsed.name()).usualScope() == Scope.MACHINE;
        int status = ofMachine ? machine.attach(parsed) : task.setPolicy(parsed);
        if (status != 0) {
            throw new IllegalArgumentException("policy " + policy + ": expected one that fits, error " + status);
        }
    }

    /** Plays it once. @return the simulated faults: page-cache misses, anonymous faults and references */
    long run() {
        read();
        long referenced = references == References.NONE ? 0 : filePages;
        if (references == References.MAPPED) {
            Mapping mapping = task.mapFile("m", file, 0, filePages * PAGE_BYTES, false);
            task.startAccess(mapping, filePages, false, true);
            machine.run(task);
        } else if (references == References.READ) {
            readAtRandom();
        }
        Mapping anonymous = task.mapAnonymous("h", anonPages * PAGE_BYTES);
        task.startTouch(anonymous, anonPages * PAGE_BYTES, true, false);
        machine.run(task);
        read();
        task.unmap(anonymous);
        return 2 * filePages + anonPages + referenced;
    }

    private void read() {
        task.startRead(file, 0, filePages * PAGE_BYTES, 1);
        machine.run(task);
    }

    private void readAtRandom() {
        SplittableRandom random = new SplittableRandom(1);
        task.startFileAccess(file, filePages, () -> random.nextInt((int) filePages));
        machine.run(task);
    }

    /** The pages reclaimed so far. */
    long evictions() {
        return machine.event(VmEvent.PGSTEAL_DIRECT) + machine.event(VmEvent.PGSTEAL_KSWAPD);
    }

    Machine machine() {
        return machine;
    }
}
