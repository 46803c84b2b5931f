package io.numalab.report;

import io.numalab.topology.MachineSpec;
import io.numalab.topology.NodeSpec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * How a result came about. It names neither the JDK nor the time nor the machine it was made on: none of them changes
 * a byte of a result.
 *
 * @param version of this library
 * @param seed of everything random
 * @param topology digest of the machines that were simulated, see {@link #digest}
 * @param command the command line that gives the same result
 */
public record Manifest(String version, long seed, String topology, String command) {
    private static final int DIGEST_DIGITS = 16;

    /**
     * The first 16 hexadecimal digits of SHA-256 over the nodes (memory, CPUs), the distances, the swap space and the
     * kernel version of the machines, equal ones counted once: equal for equal machines, in the same order.
     */
    public static String digest(Collection<MachineSpec> machines) {
        Set<String> texts = new LinkedHashSet<>();
        machines.forEach(machine -> texts.add(text(machine)));
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(String.join("", texts).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, DIGEST_DIGITS);
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException(absent);
        }
    }

    private static String text(MachineSpec machine) {
        StringBuilder text = new StringBuilder(
                "kernel " + machine.kernel().text() + " swap " + machine.swapBytes() + '\n');
        for (NodeSpec node : machine.nodes()) {
            text.append("node ").append(node.nid()).append(" cpus ").append(node.cpus());
            node.zones().forEach(zone ->
                    text.append(' ').append(zone.type().kernelName()).append(' ').append(zone.managedPages()));
            text.append(" distances");
            for (int other = 0; other < machine.nodeCount(); other++) {
                text.append(' ').append(machine.distance(node.nid(), other));
            }
            text.append('\n');
        }
        return text.toString();
    }
}
