package io.numalab.scenario.topology;

import io.numalab.scenario.language.ZoneLine;
import io.numalab.spi.ZoneType;
import io.numalab.topology.BootState;
import io.numalab.topology.NodeSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code /proc/zoneinfo}: zones with their managed pages, marks and reserves as they are. Which CPU belongs to
 * which node, and how far nodes are apart, it does not say.
 */
final class ZoneinfoReader {
    private static final String FORMAT = "/proc/zoneinfo";
    private static final Pattern ZONE = Pattern.compile("\\s*Node\\s+([0-9]{1,9}), zone\\s+(\\S{1,32})\\s*");
    private static final List<String> KEYS = List.of("min", "low", "high", "present", "managed", "boost", "start_pfn:");
    private static final String DEVICE = "Device";
    private static final int ZONE_NAMES_MAX = 16;
    private static final int PAGE_SHIFT = 12;

    private final TopologyText text;
    private final TopologyFacts facts;
    private final Map<Integer, Long> pages = new TreeMap<>();
    private final List<String> zoneNames = new ArrayList<>();
    private TextLine head;
    private int nid;
    private String name;
    private final Map<String, TextWord> values = new HashMap<>();
    private List<Integer> protection = List.of();
    private long nextPfn = 1;

    ZoneinfoReader(TopologyText text) {
        this.text = text;
        facts = new TopologyFacts(text.file(), FORMAT);
    }

    static boolean recognises(TextLine line) {
        return ZONE.matcher(line.text()).matches();
    }

    Topology read() {
        findZoneNames();
        for (TextLine line = text.next(); line != null; line = text.next()) {
            Matcher zone = ZONE.matcher(line.text());
            if (zone.matches()) {
                close();
                head = line;
                nid = TopologyFacts.nid(new TextWord(line.position(zone.start(1)), zone.group(1)));
                name = zone.group(2);
                facts.node(nid);
                pages.putIfAbsent(nid, 0L);
                values.clear();
                protection = List.of();
            } else if (head != null && !line.saysNothing()) {
                value(line);
            }
        }
        close();
        pages.forEach((node, count) -> facts.bytes(node, count << PAGE_SHIFT));
        return facts.build();
    }

    private void findZoneNames() {
        TopologyText again = text.rewound();
        for (TextLine line = again.next(); line != null; line = again.next()) {
            Matcher zone = ZONE.matcher(line.text());
            if (zone.matches() && !zoneNames.contains(zone.group(2)) && zoneNames.size() < ZONE_NAMES_MAX) {
                zoneNames.add(zone.group(2));
            }
        }
    }

    private void value(TextLine line) {
        List<TextWord> words = line.words();
        String key = words.get(0).text();
        if (key.equals("cpu:") && words.size() == 2) {
            facts.unplacedCpus.set((int) words.get(1).number("a CPU", 0, NodeSpec.CPU_MAX));
        } else if (key.equals("protection:")) {
            protection(line);
        } else if (KEYS.contains(key) && words.size() == 2) {
            values.putIfAbsent(key, words.get(1));
        }
    }

    private void protection(TextLine line) {
        protection = new ArrayList<>();
        for (TextWord word : line.words(line.text().indexOf(':') + 1)) {
            String number = word.text().replaceAll("[(),]", "");
            if (!number.isEmpty()) {
                protection.add((int) new TextWord(word.position(), number)
                        .number("pages", 0, Integer.MAX_VALUE));
            }
        }
    }

    private void close() {
        if (head == null || name.equals(DEVICE) || pages("managed", pages("present", 0)) == 0) {
            return;
        }
        ZoneType type;
        try {
            type = ZoneType.ofKernelName(name);
        } catch (IllegalArgumentException unknown) {
            throw head.wrong("a zone DMA, DMA32, Normal, Movable or Device");
        }
        for (String mark : List.of("min", "low", "high")) {
            if (!values.containsKey(mark)) {
                throw head.wrong("a zone with its mark " + mark);
            }
        }
        int managed = pages("managed", pages("present", 0));
        // While a boost lasts it is part of each mark that is shown (linux-model 2.4), but not of the machine.
        int boost = pages("boost", 0);
        long start = values.containsKey("start_pfn:")
                ? values.get("start_pfn:").number("a page number", 0, Long.MAX_VALUE >> PAGE_SHIFT) : nextPfn;
        nextPfn = start + managed;
        try {
            facts.zones.add(new ZoneLine(start, new BootState.ZoneBoot(nid, type, managed, managed, managed, 0,
                    pages("min", 0) - boost, pages("low", 0) - boost, pages("high", 0) - boost, byType())));
        } catch (IllegalArgumentException disorder) {
            throw head.wrong("a zone with 0 <= min <= low <= high (" + disorder.getMessage() + ")");
        }
        if (facts.zones.stream().filter(zone -> zone.zone().nid() == nid && zone.zone().type() == type).count() > 1) {
            throw head.wrong("each zone once");
        }
        pages.merge(nid, (long) managed, Long::sum);
    }

    private int pages(String key, int otherwise) {
        TextWord word = values.get(key);
        return word == null ? otherwise : (int) word.number(key + " in pages", 0, Integer.MAX_VALUE);
    }

    /**
     * The reserve by type of zone. A kernel counts the zones it was built with, which is all it shows; one that shows
     * populated zones only is taken to have DMA, DMA32, Normal and Movable.
     */
    private List<Integer> byType() {
        if (zoneNames.size() != protection.size()) {
            return protection;
        }
        List<Integer> reserves = new ArrayList<>();
        for (ZoneType type : ZoneType.values()) {
            int index = zoneNames.indexOf(type.kernelName());
            int above = reserves.isEmpty() ? 0 : reserves.get(reserves.size() - 1);
            reserves.add(index < 0 ? above : protection.get(index));
        }
        return reserves;
    }
}
