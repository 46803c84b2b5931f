package io.numalab.recorder.guest;

import io.numalab.recorder.RecordingRequest;
import io.numalab.recorder.log.RawLog;
import io.numalab.scenario.language.Scenario;
import io.numalab.scenario.language.ScenarioStep;
import io.numalab.scenario.play.ScenarioMachine;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/**
 * The machine of one scenario: built once, booted once for every run. Its raw logs stay in the work folder. Closing it
 * lets another recording use the folder. One thread only.
 */
public final class VirtualMachine implements AutoCloseable {
    /** A run that breaks off is tried once more: under emulation a virtual machine sometimes does not come up. */
    private static final int ATTEMPTS = 2;

    private final RecordingRequest request;
    private final Toolbox tools;
    private final WorkFolder work;
    private final KernelImage kernel;
    private final byte[] initialFiles;
    private final Path disk;
    private final Path swap;

    private VirtualMachine(RecordingRequest request, Toolbox tools, WorkFolder work, Consumer<String> progress)
            throws IOException {
        this.request = request;
        this.tools = tools;
        this.work = work;
        Scenario scenario = request.scenario();
        KernelPackages packages = new KernelPackages(tools, work.folder("kernels"), progress);
        kernel = kernel(request, packages);
        DiskImages disks = new DiskImages(tools, work.path(), progress);
        disk = disks.data(ScenarioMachine.files(scenario), request.writtenBytes());
        swap = scenario.header().swapBytes() == 0 ? null : disks.swap(scenario.header().swapBytes());
        initialFiles = initialFiles();
    }

    /**
     * Checks the tools, then gets everything that a boot needs.
     *
     * @param progress told in a few words what takes long
     * @throws io.numalab.recorder.RecorderException if something is missing; nothing is written if that is a tool
     */
    public static VirtualMachine build(RecordingRequest request, Toolbox tools, Consumer<String> progress)
            throws IOException {
        tools.require(toolsFor(request));
        WorkFolder work = WorkFolder.open(request.workFolder());
        try {
            return new VirtualMachine(request, tools, work, progress);
        } catch (IOException | RuntimeException failed) {
            work.close();
            throw failed;
        }
    }

    private static Set<Tool> toolsFor(RecordingRequest request) {
        Set<Tool> needed = EnumSet.of(Tool.QEMU, Tool.COMPILER, Tool.MAKE_FILE_SYSTEM);
        if (request.scenario().header().swapBytes() > 0) {
            needed.add(Tool.MAKE_SWAP);
        }
        if (request.kernelImage() == null) {
            needed.addAll(List.of(Tool.DOWNLOAD, Tool.FIND_PACKAGE, Tool.UNPACK_PACKAGE));
        } else if (isPackage(request.kernelImage())) {
            needed.add(Tool.UNPACK_PACKAGE);
        }
        return needed;
    }

    private static boolean isPackage(Path kernelImage) {
        return kernelImage.toString().endsWith(".deb");
    }

    private static KernelImage kernel(RecordingRequest request, KernelPackages packages) throws IOException {
        if (request.kernelImage() == null) {
            return packages.get(request.scenario().header().kernel());
        }
        return isPackage(request.kernelImage())
                ? packages.unpack(request.kernelImage()) : KernelImage.ofFile(request.kernelImage());
    }

    private byte[] initialFiles() throws IOException {
        Map<String, byte[]> modules = new KernelModules(tools, work.path()).read(kernel);
        CpioArchive archive = new CpioArchive().folder("dev").folder("modules").file("modules/list", modules.keySet()
                .stream().map(name -> name + ".ko\n").collect(Collectors.joining())
                .getBytes(StandardCharsets.US_ASCII));
        modules.forEach((name, content) -> archive.file("modules/" + name + ".ko", content));
        archive.program("init", new GuestProgram(tools, work.path()).bytes());
        String steps = request.scenario().steps().stream().map(ScenarioStep::text)
                .collect(Collectors.joining("\n", "", "\n"));
        return archive.file("scenario", steps.getBytes(StandardCharsets.UTF_8)).bytes();
    }

    /**
     * Boots, plays the scenario and powers off.
     *
     * @param run 1 for the first; names the raw log
     * @return the raw log, complete
     * @throws IOException if the guest does not come to the end of the scenario, even at the second attempt
     */
    public String boot(int run) throws IOException {
        String name = request.scenario().name() + "." + run;
        Path logs = work.folder("logs");
        Path console = logs.resolve(name + ".console");
        Path messages = logs.resolve(name + ".qemu");
        String why = "";
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Path log = logs.resolve(name + ".log");
            Files.deleteIfExists(console);
            try {
                ExternalProgram.End end = qemu(log, console).run(messages, request.secondsMax());
                String text = Files.exists(log) ? text(Files.readAllBytes(log)) : "";
                keep(text, logs.resolve(name + ".log.gz"));
                if (text.contains(RawLog.DONE)) {
                    return text;
                }
                why = end.late() ? "did not end within " + request.secondsMax() + " s" : "broke off"
                        + ExternalProgram.lastLine(text(Files.readAllBytes(messages)));
            } finally {
                Files.deleteIfExists(log);
                Files.deleteIfExists(work.path().resolve("initial.cpio"));
            }
        }
        throw new IOException("run " + run + " of " + request.scenario().name() + " " + why
                + "; the kernel's console is in " + console);
    }

    private ExternalProgram qemu(Path log, Path console) throws IOException {
        Path initial = work.path().resolve("initial.cpio");
        Files.write(initial, initialFiles);
        GuestFiles files = new GuestFiles(kernel.file(), initial, disk, swap, log, console);
        List<String> command = new ArrayList<>(List.of(tools.path(Tool.QEMU)));
        command.addAll(new QemuArguments(request.scenario().header(), request.accelerator(), files).list());
        return new ExternalProgram(command, work.path());
    }

    // The log holds what the kernel printed; a stray byte must not lose a run.
    private static String text(byte[] bytes) throws IOException {
        return StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE).decode(ByteBuffer.wrap(bytes)).toString();
    }

    private static void keep(String text, Path file) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Override
    public void close() throws IOException {
        work.close();
    }
}
