package io.numalab.recorder;

import io.numalab.recorder.guest.KernelImage;
import io.numalab.recorder.guest.Toolbox;
import io.numalab.recorder.guest.VirtualMachine;
import io.numalab.recorder.log.RawLog;
import io.numalab.recorder.log.RecordedRun;
import io.numalab.recorder.log.RecordingJson;
import io.numalab.scenario.language.NodeLine;
import io.numalab.scenario.language.NumberList;
import io.numalab.scenario.language.Scenario;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Boots a Debian kernel in a virtual machine with the nodes of the scenario, plays the scenario there, and writes down
 * the kernel's own account after every step: a recording, schema {@code numa-oracle/1}. Times in it are those of the
 * emulation and say nothing about hardware. Starts qemu, gcc and the other programs of {@code README.md}; one guest at
 * a time. One thread only.
 */
public final class KernelRecorder {
    private final RecordingRequest request;
    private final Consumer<String> progress;

    /**
     * A recorder.
     *
     * @param progress told in a few words what it does
     */
    public KernelRecorder(RecordingRequest request, Consumer<String> progress) {
        this.request = request;
        this.progress = progress;
    }

    /**
     * Records all runs.
     *
     * @return the whole file
     * @throws RecorderException if a tool is missing, or no kernel can be had
     * @throws IOException if something fails on the way: a download, a build, a boot
     */
    public byte[] record() throws IOException {
        return record(Toolbox.ofSystem());
    }

    /** The same with other tools. */
    byte[] record(Toolbox tools) throws IOException {
        Scenario scenario = request.scenario();
        List<RecordedRun> runs = new ArrayList<>();
        try (VirtualMachine machine = VirtualMachine.build(request, tools, progress)) {
            for (int run = 1; run <= request.runs(); run++) {
                progress.accept("run " + run + " of " + request.runs());
                RecordedRun recorded = RawLog.read(machine.boot(run), scenario.header().nodes().size());
                check(recorded, scenario);
                runs.add(recorded);
            }
        }
        return RecordingJson.bytes(scenario, runs);
    }

    private static void check(RecordedRun run, Scenario scenario) throws IOException {
        if (!run.errors().isEmpty()) {
            throw new IOException("the guest of " + scenario.name() + " reports: " + run.errors().get(0));
        }
        if (run.steps().size() != scenario.steps().size() + 1) {
            throw new IOException("the guest of " + scenario.name() + " told of " + run.steps().size()
                    + " steps, expected the boot and " + scenario.steps().size());
        }
        String version = run.environment().getOrDefault("/proc/version", "").replaceFirst("^Linux version ", "");
        if (!KernelImage.isOfSeries(version, scenario.header().kernel())) {
            throw new RecorderException(scenario.file() + ": expected a kernel of @kernel "
                    + scenario.header().kernel() + ", booted " + version.split(" ", 2)[0]);
        }
        checkTopology(run, scenario);
    }

    // A recording under wrong node numbers would look right and be wrong everywhere.
    private static void checkTopology(RecordedRun run, Scenario scenario) throws IOException {
        List<NodeLine> nodes = scenario.header().nodes();
        for (int nid = 0; nid < nodes.size(); nid++) {
            String path = "/sys/devices/system/node/node" + nid + "/cpulist";
            String expected = NumberList.format(nodes.get(nid).cpus());
            if (!expected.equals(run.environment().get(path))) {
                throw new IOException("the kernel has CPUs \"" + run.environment().get(path) + "\" on node " + nid
                        + " of " + scenario.name() + ", expected \"" + expected + "\"");
            }
        }
    }
}
