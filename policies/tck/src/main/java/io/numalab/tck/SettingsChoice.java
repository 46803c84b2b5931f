package io.numalab.tck;

import io.numalab.spi.Parameter;
import io.numalab.spi.PolicyProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** Writes a policy with random nodes and settings, as far as its provider declares them. */
final class SettingsChoice {
    private SettingsChoice() {}

    /** A specification on one line. @param nodes those that have memory */
    static String of(PolicyProvider provider, List<Integer> nodes, SplittableRandom random) {
        List<String> parts = new ArrayList<>();
        for (Parameter parameter : provider.parameters()) {
            boolean required = parameter.defaultValue() == null;
            if (parameter.type() == Parameter.Type.NODES) {
                if (required || random.nextInt(4) > 0) {
                    parts.add(0, (parameter.name().equals(Parameter.NODES) ? "" : parameter.name() + "=")
                            + someNodes(nodes, random));
                }
            } else if (required || random.nextInt(3) == 0) {
                parts.add(parameter.name() + "=" + value(parameter, random));
            }
        }
        return provider.name() + (parts.isEmpty() ? "" : ":" + String.join(",", parts));
    }

    private static String value(Parameter parameter, SplittableRandom random) {
        if (parameter.type() == Parameter.Type.BOOLEAN) {
            return String.valueOf(random.nextBoolean());
        }
        return switch (random.nextInt(4)) {
            case 0 -> String.valueOf(parameter.min());
            case 1 -> String.valueOf(parameter.max());
            default -> String.valueOf(parameter.max() == Long.MAX_VALUE
                    ? random.nextLong(parameter.min(), parameter.max())
                    : random.nextLong(parameter.min(), parameter.max() + 1));
        };
    }

    /** A node list with at least one of these. */
    static String someNodes(List<Integer> nodes, SplittableRandom random) {
        int sure = nodes.get(random.nextInt(nodes.size()));
        return nodes.stream().filter(nid -> nid == sure || random.nextInt(3) == 0).map(String::valueOf)
                .collect(Collectors.joining(","));
    }
}
