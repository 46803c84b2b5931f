package io.numalab.recorder.guest;

/** The programs that a recording needs, and the Debian packages that hold them. */
public enum Tool {
    /** The virtual machine. */
    QEMU("qemu-system-x86_64", "qemu-system-x86"),
    /** Compiles the guest program. */
    COMPILER("gcc", "gcc with libc6-dev"),
    /** Makes the disk image. */
    MAKE_FILE_SYSTEM("mke2fs", "e2fsprogs"),
    /** Makes the swap image. */
    MAKE_SWAP("mkswap", "util-linux"),
    /** Downloads a kernel. */
    DOWNLOAD("apt-get", "apt"),
    /** Finds the kernels there are. */
    FIND_PACKAGE("apt-cache", "apt"),
    /** Unpacks a kernel. */
    UNPACK_PACKAGE("dpkg-deb", "dpkg"),
    /** Unpacks modules of newer kernels. */
    UNPACK_MODULE("xz", "xz-utils");

    private final String program;
    private final String debianPackage;

    Tool(String program, String debianPackage) {
        this.program = program;
        this.debianPackage = debianPackage;
    }

    /** The name of the program. */
    public String program() {
        return program;
    }

    /** What to install on Debian to have it. */
    public String debianPackage() {
        return debianPackage;
    }
}
