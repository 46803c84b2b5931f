package io.numalab.cli;

import io.numalab.scenario.play.UnderTest;
import io.numalab.spi.NodeMask;
import io.numalab.spi.Policies;
import io.numalab.spi.PolicyException;
import io.numalab.spi.PolicySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The list of {@code --policies}: policies separated by commas or semicolons, although a policy's own nodes and
 * settings are separated by commas too. A part that can only be a node list or {@code KEY=VALUE} goes on with the
 * policy before it, if that has a colon: {@code bind:0,1,zone_reclaim:mode=1,min_slab_ratio=5} are two.
 */
final class PolicyList {
    private static final Pattern GOES_ON = Pattern.compile("\\s*(?:[!+]?[0-9]+(?:-[0-9]+)?|[^:=]+=.*)\\s*");

    private PolicyList() {
    }

    /**
     * Reads a list and checks every policy.
     *
     * @param nodes those that exist
     * @throws PolicyException if one is unknown, malformed, or has a setting that does not fit
     */
    static List<UnderTest> parse(String text, Policies policies, NodeMask nodes) {
        List<UnderTest> list = new ArrayList<>();
        for (String item : split(text)) {
            PolicySpec spec = PolicySpec.parse(item);
            policies.config(spec, nodes);
            list.add(UnderTest.of(spec, policies));
        }
        return list;
    }

    /** The texts of the policies. */
    static List<String> split(String text) {
        List<String> items = new ArrayList<>();
        for (String part : text.split(";", -1)) {
            String item = null;
            for (String piece : part.split(",", -1)) {
                if (item != null && item.contains(":") && GOES_ON.matcher(piece).matches()) {
                    item = item + "," + piece;
                } else {
                    add(items, item, text);
                    item = piece;
                }
            }
            add(items, item, text);
        }
        return items;
    }

    private static void add(List<String> items, String item, String text) {
        if (item != null && item.isBlank()) {
            throw new PolicyException("--policies " + text + ": expected a policy before and behind every comma");
        }
        if (item != null) {
            items.add(item.strip());
        }
    }
}
