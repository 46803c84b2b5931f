package io.numalab.recorder.guest;

import io.numalab.scenario.language.NodeLine;
import io.numalab.scenario.language.NumberList;
import io.numalab.scenario.language.ScenarioHeader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * From the header of a scenario to the arguments of qemu: one memory backend per node, CPUs, distances, the kernel's
 * command line, disks, and the port over which the guest tells what it sees. No process, no file.
 *
 * @param header a header that {@link io.numalab.recorder.RecordableScenario} has checked
 * @param accelerator {@code tcg} or {@code kvm}
 * @param files what the machine boots from and writes to
 */
record QemuArguments(ScenarioHeader header, String accelerator, GuestFiles files) {
    private static final String KERNEL_ARGUMENTS = "console=ttyS0 loglevel=4 panic=-1 mitigations=off nokaslr"
            + " rcupdate.rcu_cpu_stall_suppress=1 nowatchdog random.trust_cpu=on audit=0 ";
    private static final int MEBIBYTE_SHIFT = 20;

    /** The arguments, without the program itself. */
    List<String> list() {
        List<String> list = new ArrayList<>();
        machine(list);
        nodes(list);
        distances(list);
        header.hmat().forEach(option -> list.addAll(List.of("-numa", option)));
        list.addAll(List.of("-kernel", files.kernel().toString(), "-initrd", files.initialFiles().toString(),
                "-append", kernelArguments()));
        disk(list, "d0", files.disk());
        if (files.swap() != null) {
            disk(list, "d1", files.swap());
        }
        list.addAll(List.of("-device", "virtio-serial-pci", "-chardev", "file,id=c0,path=" + escaped(files.log()),
                "-device", "virtserialport,chardev=c0,name=oracle"));
        return list;
    }

    private void machine(List<String> list) {
        long mebibytes = header.nodes().stream().mapToLong(node -> node.bytes() >> MEBIBYTE_SHIFT).sum();
        list.addAll(List.of("-accel", accelerator.equals("tcg") ? "tcg,thread=multi" : accelerator,
                "-machine", header.machine() + (header.hmat().isEmpty() ? "" : ",hmat=on"), "-cpu", "qemu64",
                "-smp", cpuCount() + ",sockets=" + sockets(), "-m", mebibytes + "M", "-nodefaults", "-nographic",
                "-no-reboot", "-serial", "file:" + files.console()));
    }

    private int cpuCount() {
        return header.nodes().stream().mapToInt(node -> node.cpus().size()).sum();
    }

    // A socket a node where all nodes are alike; else every CPU is its own, so that none spans two nodes.
    private int sockets() {
        List<Integer> sizes = header.nodes().stream().map(node -> node.cpus().size()).filter(size -> size > 0).toList();
        return sizes.stream().distinct().count() == 1 ? sizes.size() : cpuCount();
    }

    private void nodes(List<String> list) {
        for (int nid = 0; nid < header.nodes().size(); nid++) {
            NodeLine node = header.nodes().get(nid);
            StringBuilder option = new StringBuilder("node,nodeid=" + nid);
            if (node.bytes() > 0) {
                String size = (node.bytes() >> MEBIBYTE_SHIFT) + "M";
                list.addAll(List.of("-object", "memory-backend-ram,id=m" + nid + ",size=" + size));
                option.append(",memdev=m").append(nid);
            }
            if (!node.cpus().isEmpty()) {
                for (String range : NumberList.format(node.cpus()).split(",")) {
                    option.append(",cpus=").append(range);
                }
            }
            if (!header.hmat().isEmpty()) {
                option.append(",initiator=").append(node.cpus().isEmpty() ? firstNodeWithCpus() : nid);
            }
            list.addAll(List.of("-numa", option.toString()));
        }
    }

    private int firstNodeWithCpus() {
        int nid = 0;
        while (header.nodes().get(nid).cpus().isEmpty()) {
            nid++;
        }
        return nid;
    }

    private void distances(List<String> list) {
        for (int from = 0; from < header.distance().size(); from++) {
            for (int to = 0; to < header.distance().size(); to++) {
                if (from != to) {
                    list.addAll(List.of("-numa", "dist,src=" + from + ",dst=" + to + ",val="
                            + header.distance().get(from).get(to)));
                }
            }
        }
    }

    /** What a scenario does not say otherwise: no huge pages, no NUMA balancing. */
    private String kernelArguments() {
        String own = header.append();
        return KERNEL_ARGUMENTS + (own.contains("transparent_hugepage=") ? "" : "transparent_hugepage=never ")
                + (own.contains("numa_balancing=") ? "" : "numa_balancing=disable ") + own;
    }

    private static void disk(List<String> list, String id, Path image) {
        list.addAll(List.of("-drive", "if=none,id=" + id + ",format=raw,snapshot=on,file=" + escaped(image),
                "-device", "virtio-blk-pci,drive=" + id));
    }

    // Within an option qemu takes two commas for one.
    private static String escaped(Path path) {
        return path.toString().replace(",", ",,");
    }
}
