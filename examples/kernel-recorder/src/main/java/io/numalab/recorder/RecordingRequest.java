package io.numalab.recorder;

import io.numalab.recorder.guest.KernelImage;
import io.numalab.scenario.language.Scenario;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What to record and how.
 *
 * @param scenario what is played; checked by {@link RecordableScenario}
 * @param runs how many times it is played, each time from a fresh boot, 1 to {@link #RUNS_MAX}
 * @param workFolder for kernels, images and raw logs, about 10 GiB; made if need be and kept
 * @param kernelImage a {@code linux-image} package ({@code .deb}) or a kernel ({@code boot/vmlinuz-VERSION} beside
 *     {@code lib/modules/VERSION}); null for the Debian kernel of the scenario's series
 * @param accelerator {@code tcg} for software emulation, {@code kvm} where the host allows it
 * @param secondsMax after which a run is given up, 1 to a day
 */
public record RecordingRequest(
        Scenario scenario, int runs, Path workFolder, Path kernelImage, String accelerator, int secondsMax) {
    /** The most runs. */
    public static final int RUNS_MAX = 99;
    /** As many runs as the public recordings have: the fewest that show how much runs differ. */
    public static final int RUNS_DEFAULT = 3;
    /** Software emulation. */
    public static final String EMULATION = "tcg";
    /** Enough for the public scenarios on a slow host. */
    public static final int SECONDS_DEFAULT = 900;

    private static final int SECONDS_MAX = 86_400;
    private static final List<String> ACCELERATORS = List.of(EMULATION, "kvm");

    /** Checks everything but the tools of this machine. */
    public RecordingRequest {
        if (runs < 1 || runs > RUNS_MAX) {
            throw new IllegalArgumentException("expected 1 to " + RUNS_MAX + " runs, got " + runs);
        }
        if (!ACCELERATORS.contains(accelerator)) {
            throw new IllegalArgumentException(
                    "expected one of the accelerators " + String.join(", ", ACCELERATORS) + ", got " + accelerator);
        }
        if (secondsMax < 1 || secondsMax > SECONDS_MAX) {
            throw new IllegalArgumentException("expected 1 to " + SECONDS_MAX + " seconds a run, got " + secondsMax);
        }
        RecordableScenario.check(scenario);
        if (kernelImage != null) {
            checkImage(kernelImage, scenario.header().kernel());
        }
    }

    private static void checkImage(Path image, String series) {
        if (!Files.isRegularFile(image)) {
            throw new RecorderException("kernel image " + image + ": no such file");
        }
        String version = image.getFileName().toString().replaceFirst("^(vmlinuz|linux-image)-", "");
        if (version.matches("[0-9]+\\.[0-9]+.*") && !KernelImage.isOfSeries(version, series)) {
            throw new RecorderException(
                    "kernel image " + image + ": expected a kernel of the scenario's series, @kernel " + series);
        }
    }

    /** A request with the defaults of everything else. */
    public static RecordingRequest of(Scenario scenario, Path workFolder) {
        return new RecordingRequest(scenario, RUNS_DEFAULT, workFolder, null, EMULATION, SECONDS_DEFAULT);
    }

    /** The same with another number of runs. */
    public RecordingRequest withRuns(int newRuns) {
        return new RecordingRequest(scenario, newRuns, workFolder, kernelImage, accelerator, secondsMax);
    }

    /** The folder that is used if the user names none: {@code numalab-recorder} in the user's cache. */
    public static Path workFolderDefault() {
        String cache = System.getenv("XDG_CACHE_HOME");
        Path folder = cache == null || cache.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
        return folder.resolve("numalab-recorder");
    }

    /** What the scenario may write to files: room on the disk, in bytes. */
    public long writtenBytes() {
        return RecordableScenario.writtenBytes(scenario);
    }
}
