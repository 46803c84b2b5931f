package io.numalab.recorder.guest;

import io.numalab.recorder.RecorderException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Finds programs in folders. Immutable. */
public final class Toolbox {
    private final List<Path> folders;

    /** A toolbox that looks into these folders, in this order. */
    public Toolbox(List<Path> folders) {
        this.folders = List.copyOf(folders);
    }

    /** The folders of PATH, and those of system programs, which are missing there for ordinary users. */
    public static Toolbox ofSystem() {
        List<Path> folders = new ArrayList<>();
        String path = System.getenv("PATH");
        for (String folder : (path == null ? "" : path).split(File.pathSeparator)) {
            if (!folder.isEmpty()) {
                folders.add(Path.of(folder));
            }
        }
        folders.add(Path.of("/usr/sbin"));
        folders.add(Path.of("/sbin"));
        return new Toolbox(folders);
    }

    /** Checks that all of them are there. @throws RecorderException naming every missing one and its package */
    public void require(Collection<Tool> tools) {
        List<String> missing = new ArrayList<>();
        for (Tool tool : tools) {
            if (find(tool) == null) {
                missing.add(tool.program() + " (Debian package " + tool.debianPackage() + ")");
            }
        }
        if (!missing.isEmpty()) {
            throw new RecorderException(
                    "a recording needs programs that are not in PATH: " + String.join(", ", missing));
        }
    }

    /** The file of a program. @throws RecorderException if it is missing */
    public String path(Tool tool) {
        require(List.of(tool));
        return find(tool).toString();
    }

    private Path find(Tool tool) {
        return folders.stream().map(folder -> folder.resolve(tool.program()))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file)).findFirst().orElse(null);
    }
}
