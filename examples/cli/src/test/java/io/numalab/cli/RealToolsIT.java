package io.numalab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Lets the real {@code numastat} and {@code lstopo} read the files of a simulated machine. Runs in the profile
 * {@code real-tools} only: it needs root (for {@code chroot}) and Debian's packages numactl and hwloc-nox.
 */
@Tag("real-tools")
class RealToolsIT {
    private static final Pattern LIBRARY = Pattern.compile("(/\\S+) \\(0x");

    @TempDir
    private Path folder;

    private Path scenario;
    private Path root;

    @BeforeEach
    void writeTree() throws IOException {
        scenario = folder.resolve("small.scn");
        Files.writeString(scenario, String.join("\n", "@kernel 6.1", "@node 320M cpus=0-1", "@node 320M cpus=2-3",
                "@node 256M", "task F cpu=node0", "F read f3 0 200M", "task A cpu=cpu1 policy=bind:0-1",
                "A anon h 150M", "A shm s 20M", "task B cpu=cpu2 policy=interleave:0-2", "B anon h 91M", ""));
        root = Files.createDirectory(folder.resolve("root"));
        assertEquals("", CliRun.of("show", scenario, "--tree", root).err());
    }

    @Test
    void shouldPrintWhatNumastatPrints() throws Exception {
        Path numastat = program("numastat");
        for (List<String> options : List.of(List.<String>of(), List.of("-m"), List.of("-p", "101"))) {
            List<String> command = new ArrayList<>(List.of("chroot", root.toString(), numastat.toString()));
            command.addAll(options);
            String ours = CliRun.of("show", scenario, ("numastat " + String.join(" ", options)).strip()
                    .replace("101", "A")).out();
            // numactl 2.0.16 complains about counters that are newer than itself.
            assertEquals(ours, output(command).replaceAll("Token \\S+ not in hash table\\.\n", ""));
        }
    }

    @Test
    void shouldPrintWhatNumactlPrints() throws Exception {
        Path numactl = program("numactl");
        assertEquals(output(List.of("chroot", root.toString(), numactl.toString(), "--hardware")),
                CliRun.of("show", scenario, "numactl --hardware").out());
    }

    /** Copies a program into the tree. */
    private Path program(String name) throws Exception {
        Path program = Path.of(output(List.of("sh", "-c", "command -v " + name)).strip());
        copy(program);
        Matcher libraries = LIBRARY.matcher(output(List.of("ldd", program.toString())));
        while (libraries.find()) {
            copy(Path.of(libraries.group(1)));
        }
        return program;
    }

    @Test
    void shouldDescribeTheMachineToLstopo() throws Exception {
        String text = output(List.of("lstopo-no-graphics", "--input", root.toString(), "--of", "console"));
        assertTrue(text.contains("NUMANode L#0 (P#0 320MB)") && text.contains("NUMANode L#2 (P#2 256MB)"), text);
        assertEquals(4, text.split("PU L#", -1).length - 1, text);
    }

    private void copy(Path file) throws IOException {
        Path target = root.resolve(file.toString().substring(1));
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
    }

    private static String output(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), () -> command + " failed: is it installed, and is this root?");
        return text;
    }
}
