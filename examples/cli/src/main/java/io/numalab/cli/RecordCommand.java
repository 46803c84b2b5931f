package io.numalab.cli;

import io.numalab.recorder.KernelRecorder;
import io.numalab.recorder.RecordableScenario;
import io.numalab.recorder.RecordingRequest;
import io.numalab.scenario.language.Scenario;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code numalab record}. */
@Command(name = "record", mixinStandardHelpOptions = true, versionProvider = Version.class,
        description = {"Plays a scenario on a real kernel in a virtual machine and writes a recording, which conform"
            + " compares the simulation with.", "",
            "Needs Linux on x86-64 and the Debian packages qemu-system-x86, gcc, libc6-dev, e2fsprogs, util-linux and"
            + " xz-utils. Downloads the kernel from Debian's archive the first time."})
final class RecordCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE.scn", description = "The scenario, without lines that begin with sim.")
    private Path file;

    @Option(names = "--runs", paramLabel = "N", defaultValue = "" + RecordingRequest.RUNS_DEFAULT,
            description = "Boot and play it N times (default: ${DEFAULT-VALUE}). How far runs differ is the tolerance"
            + " of conform.")
    private int runs;

    @Option(names = "--out", paramLabel = "FILE.json|-",
            description = "Write the recording here (default: the scenario's name in the current folder); - is"
            + " standard output.")
    private String out;

    @Option(names = "--kernel-image", paramLabel = "FILE",
            description = "Boot this kernel: a linux-image package (.deb), or boot/vmlinuz-VERSION beside"
            + " lib/modules/VERSION (default: the Debian cloud kernel of the scenario's series).")
    private Path kernelImage;

    @Option(names = "--work", paramLabel = "DIR",
            description = "Keep kernels, disk images and raw logs here, about 10 GiB (default: numalab-recorder in the"
            + " user's cache).")
    private Path work;

    @Option(names = "--accel", paramLabel = "tcg|kvm", defaultValue = RecordingRequest.EMULATION,
            description = "Software emulation, or the host's virtualisation (default: ${DEFAULT-VALUE}).")
    private String accelerator;

    @Option(names = "--timeout", paramLabel = "SECONDS", defaultValue = "" + RecordingRequest.SECONDS_DEFAULT,
            description = "Give a run up after this (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--param", paramLabel = "NAME=VALUE",
            description = "Value of a parameter that the scenario declares; may be repeated.")
    private Map<String, String> parameters = new TreeMap<>();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Scenario scenario = RecordableScenario.read(file, parameters);
        Destinations destinations = new Destinations().add("--out", out == null ? scenario.name() + ".json" : out);
        Path folder = work == null ? RecordingRequest.workFolderDefault() : work;
        RecordingRequest request =
                new RecordingRequest(scenario, runs, folder, kernelImage, accelerator, seconds);
        PrintWriter err = spec.commandLine().getErr();
        byte[] recording = new KernelRecorder(request, text -> {
            err.print("numalab: " + text + "\n");
            err.flush();
        }).record();
        destinations.write("--out", spec.commandLine().getOut(), recording);
        return 0;
    }
}
