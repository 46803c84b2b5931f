package io.numalab.report.comparison;

import io.numalab.scenario.language.Scenario;
import io.numalab.scenario.play.UnderTest;
import io.numalab.spi.NodeMask;
import io.numalab.spi.Policies;
import io.numalab.spi.PolicyException;
import io.numalab.spi.PolicySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What is compared: a policy, with settings of the machine behind plus signs:
 * {@code zone_reclaim:mode=1+vm.watermark_scale_factor=200}, {@code default+demotion=on}.
 *
 * @param policy the policy under test
 * @param settings in the order they are made
 */
public record Variant(PolicySpec policy, List<Setting> settings) {
    /** A part that goes on with the policy before it: nodes, or a setting of its own. */
    private static final Pattern NODES = Pattern.compile("\\s*[!+]?[0-9]+(?:-[0-9]+)?\\s*(?:\\+.*)?");
    private static final Pattern VALUE = Pattern.compile("\\s*[^:=+]+=.*");
    /** A plus that begins a setting; those of relative node lists are followed by a number. */
    private static final Pattern PLUS = Pattern.compile("\\+(?=\\s*(?:[a-zA-Z]|/))");

    /** Copies the list. */
    public Variant {
        settings = List.copyOf(settings);
    }

    /**
     * Reads a list of variants separated by commas or semicolons, although a policy's own nodes and settings are
     * separated by commas too. A part that can only be a node list or {@code KEY=VALUE} goes on with the policy before
     * it, if that has a colon: {@code bind:0,1,zone_reclaim:mode=1,min_slab_ratio=5} are two.
     *
     * @throws PolicyException if a part is empty
     * @throws IllegalArgumentException if a policy or setting is malformed
     */
    public static List<Variant> parseList(String text) {
        List<Variant> variants = new ArrayList<>();
        split(text).forEach(item -> variants.add(parse(item)));
        return variants;
    }

    /** Reads one variant. @throws IllegalArgumentException if it is malformed */
    public static Variant parse(String text) {
        String[] parts = PLUS.split(text);
        List<Setting> settings = new ArrayList<>();
        for (int i = 1; i < parts.length; i++) {
            settings.add(Setting.parse(parts[i].strip()));
        }
        return new Variant(PolicySpec.parse(parts[0].strip()), settings);
    }

    /** The texts of the variants of a list. */
    static List<String> split(String text) {
        List<String> items = new ArrayList<>();
        for (String part : text.split(";", -1)) {
            String item = null;
            for (String piece : part.split(",", -1)) {
                if (item != null && goesOn(item, piece)) {
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

    private static boolean goesOn(String item, String piece) {
        return item.contains(":") && (NODES.matcher(piece).matches() || VALUE.matcher(piece).matches())
                || item.contains("cpuset.") && NODES.matcher(piece).matches();
    }

    private static void add(List<String> items, String item, String text) {
        if (item != null && item.isBlank()) {
            throw new PolicyException("--policies " + text + ": expected a policy before and behind every comma");
        }
        if (item != null) {
            items.add(item.strip());
        }
    }

    /** The same policy with other settings of the machine. */
    public Variant with(Setting setting) {
        List<Setting> more = new ArrayList<>(settings);
        more.add(setting);
        return new Variant(policy, more);
    }

    /**
     * What {@code @} stands for.
     *
     * @param nodes those that exist
     * @throws PolicyException if the policy is unknown, or has a setting that does not fit
     */
    public UnderTest underTest(Policies policies, NodeMask nodes) {
        policies.config(policy, nodes);
        return UnderTest.of(policy, policies);
    }

    /** A scenario with its settings. @throws IllegalArgumentException if it cannot have one of them */
    public Scenario in(Scenario scenario) {
        Scenario changed = scenario;
        for (Setting setting : settings) {
            changed = setting.in(changed);
        }
        return changed;
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(policy.toString());
        settings.forEach(setting -> text.append('+').append(setting));
        return text.toString();
    }
}
