package io.numalab.recorder.log;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code /proc/zoneinfo}: free pages, watermarks, protection and LRU sizes of every zone that has memory. */
final class ZoneText {
    private static final Pattern ZONE = Pattern.compile("Node (\\d+), zone\\s+(\\S+)");
    private static final Pattern FREE = Pattern.compile("pages free\\s+(\\d+)");
    private static final Pattern NUMBER =
            Pattern.compile("(boost|min|low|high|promo|spanned|present|managed|cma)\\s+(\\d+)");
    private static final Pattern PROTECTION = Pattern.compile("protection: \\(([^)]*)\\)");
    private static final Pattern PER_CPU = Pattern.compile("count:\\s+(\\d+)");
    private static final Pattern OF_ZONE = Pattern.compile("nr_zone_(\\w+)\\s+(\\d+)");
    private static final Set<String> LEFT_OUT = Set.of("spanned", "cma");
    private static final Set<String> LEFT_OUT_IF_ZERO = Set.of("write_pending", "unevictable", "boost");
    private static final Set<String> LRU = Set.of("inactive_anon", "active_anon", "inactive_file", "active_file");

    private ZoneText() {
    }

    /** The zones in the kernel's order, without those that manage no pages. */
    static List<ObjectNode> zones(String zoneinfo) {
        List<ObjectNode> zones = new ArrayList<>();
        for (String line : zoneinfo.split("\n")) {
            Matcher head = ZONE.matcher(line);
            if (head.lookingAt()) {
                zones.add(JsonNodeFactory.instance.objectNode().put("node", Integer.parseInt(head.group(1)))
                        .put("zone", head.group(2)).put("pcp", 0));
            } else if (!zones.isEmpty()) {
                line(zones.get(zones.size() - 1), line.strip());
            }
        }
        zones.removeIf(zone -> zone.path("managed").asLong() == 0);
        zones.forEach(zone -> {
            zone.remove(LEFT_OUT);
            LEFT_OUT_IF_ZERO.stream().filter(key -> zone.path(key).asLong() == 0).forEach(zone::remove);
        });
        return zones;
    }

    private static void line(ObjectNode zone, String line) {
        Matcher free = FREE.matcher(line);
        Matcher number = NUMBER.matcher(line);
        Matcher protection = PROTECTION.matcher(line);
        Matcher perCpu = PER_CPU.matcher(line);
        Matcher ofZone = OF_ZONE.matcher(line);
        if (free.lookingAt()) {
            zone.put("free", Long.parseLong(free.group(1)));
        } else if (number.matches()) {
            zone.put(number.group(1), Long.parseLong(number.group(2)));
        } else if (protection.lookingAt()) {
            ArrayNode pages = zone.putArray("protection");
            for (String word : protection.group(1).split(",")) {
                pages.add(Long.parseLong(word.strip()));
            }
        } else if (perCpu.lookingAt()) {
            zone.put("pcp", zone.path("pcp").asLong() + Long.parseLong(perCpu.group(1)));
        } else if (ofZone.matches()) {
            zone.put(ofZone.group(1), Long.parseLong(ofZone.group(2)));
        }
    }

    /**
     * What of the zones belongs into a later step: free pages, pages on per-CPU lists, and whatever differs from the
     * first step. The LRU sizes of a node with one zone are those of the node and left out.
     */
    static List<ObjectNode> changes(List<ObjectNode> first, List<ObjectNode> now) {
        List<ObjectNode> changes = new ArrayList<>();
        for (ObjectNode zone : now) {
            ObjectNode before = first.stream().filter(other -> same(other, zone)).findFirst()
                    .orElseGet(JsonNodeFactory.instance::objectNode);
            boolean alone = now.stream().filter(other -> other.get("node").equals(zone.get("node"))).count() == 1;
            ObjectNode change = zone.objectNode();
            zone.properties().forEach(field -> {
                String key = field.getKey();
                boolean always = Set.of("node", "zone", "free", "pcp").contains(key);
                boolean differs = !equal(field.getValue(), before.get(key)) && !(alone && LRU.contains(key));
                if (always || differs) {
                    change.set(key, field.getValue());
                }
            });
            changes.add(change);
        }
        return changes;
    }

    private static boolean same(ObjectNode zone, ObjectNode other) {
        return zone.get("node").equals(other.get("node")) && zone.get("zone").equals(other.get("zone"));
    }

    // Equal numbers may be of different types.
    private static boolean equal(JsonNode value, JsonNode other) {
        return other != null && value.toString().equals(other.toString());
    }
}
