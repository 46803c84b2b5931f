/** Builds and boots the virtual machine: tools, kernel, disk, initial file system, qemu. */
package io.numalab.recorder.guest;
