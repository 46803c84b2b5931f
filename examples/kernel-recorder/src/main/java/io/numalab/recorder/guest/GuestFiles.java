package io.numalab.recorder.guest;

import java.nio.file.Path;

/**
 * The files of one virtual machine.
 *
 * @param kernel the compressed kernel
 * @param initialFiles the archive the kernel unpacks first
 * @param disk the image with the files of the scenario, not written to
 * @param swap the image of the swap area, or null
 * @param log where the guest's account of itself goes
 * @param console where the kernel's console goes
 */
record GuestFiles(Path kernel, Path initialFiles, Path disk, Path swap, Path log, Path console) {
}
