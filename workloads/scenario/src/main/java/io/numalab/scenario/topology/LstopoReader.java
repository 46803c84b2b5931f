package io.numalab.scenario.topology;

import io.numalab.scenario.language.SourcePosition;
import io.numalab.topology.NodeSpec;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads the XML of {@code lstopo}: NUMA nodes, CPUs, distances (of hwloc 1, too), memory attributes. Neither a DTD
 * nor an entity is read.
 *
 * <p>hwloc gives a node the CPUs that are near it; to the kernel a CPU is on one node. So nodes claim their CPUs, those
 * with the fewest first, and of those with the same CPUs ordinary memory first (GPU memory and the like have a
 * subtype), then the smaller id. What claims nothing is a node without CPUs.
 */
final class LstopoReader {
    private static final String FORMAT = "lstopo XML";
    /** Below the 100 at which the XML parser of JDK 25 gives up, in words of its own; a machine needs a dozen. */
    private static final int DEPTH_MAX = 64;
    private static final String OBJECT = "object";
    private static final String LATENCIES = "NUMALatency";
    private static final int BASE_PAGE_BYTES = 4096;
    private static final int OBJECTS_MAX = 100_000;
    private static final int ATTRIBUTES_MAX = 100_000;
    private static final int ELEMENT_ATTRIBUTES_MAX = 100;
    /** What the parser itself allows: the same on every JDK, and beyond the limits of this reader. */
    private static final Map<String, Integer> PARSER_LIMITS = Map.of("jdk.xml.elementAttributeLimit", 10_000,
            "jdk.xml.maxElementDepth", 10_000);

    /** A NUMANode element. */
    private record Node(int nid, BitSet near, boolean special) {
    }

    /** A distances element of hwloc 1: factors on a base, in the order of the objects. */
    private record OldDistances(TextWord objects, TextWord base, List<TextWord> values) {
    }

    /** A memattr_value element of latency or bandwidth, from CPUs or from an object. */
    private record MemoryAttribute(boolean latency, String target, BitSet near, String initiator, TextWord value) {
    }

    private final TopologyText text;
    private final TopologyFacts facts;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Integer> nidOfObject = new HashMap<>();
    private final Map<String, BitSet> cpusOfObject = new HashMap<>();
    private final Map<Integer, BitSet> ownCpus = new TreeMap<>();
    private final List<MemoryAttribute> attributes = new ArrayList<>();
    private final List<OldDistances> oldDistances = new ArrayList<>();
    private XMLStreamReader xml;
    private String attributeName = "";
    private boolean beforePageTypes;
    private boolean largePages;

    LstopoReader(TopologyText text) {
        this.text = text;
        facts = new TopologyFacts(text.file(), FORMAT);
    }

    static boolean recognises(String start) {
        return start.startsWith("<?xml") || start.startsWith("<!DOCTYPE topology") || start.startsWith("<topology");
    }

    Topology read() {
        try {
            xml = factory().createXMLStreamReader(new StringReader(text.text().stripLeading()));
            elements();
        } catch (XMLStreamException malformed) {
            throw wrong(malformed.getLocation(), "well-formed XML without entities", reason(malformed));
        }
        if (nodes.isEmpty()) {
            throw new TopologyException(new SourcePosition(text.file(), 0, 0), "an object of type NUMANode", "none");
        }
        claimCpus();
        attributes.forEach(this::addAttribute);
        oldDistances.stream().filter(matrix -> matrix.objects.text().equals(Integer.toString(nodes.size())))
                .findFirst().ifPresent(this::addOldDistances);
        if (largePages) {
            facts.notes.add("the machine has larger base pages, it is simulated with pages of 4 KiB");
        }
        return facts.build();
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        PARSER_LIMITS.forEach(factory::setProperty);
        return factory;
    }

    private static String reason(XMLStreamException malformed) {
        String message = String.valueOf(malformed.getMessage());
        int at = message.indexOf("Message: ");
        return at < 0 ? message : message.substring(at + "Message: ".length());
    }

    private TopologyException wrong(Location at, String expected, String got) {
        int line = at == null ? 0 : Math.max(0, at.getLineNumber());
        int column = at == null ? 0 : Math.max(0, at.getColumnNumber());
        return new TopologyException(new SourcePosition(text.file(), line, column), expected, got);
    }

    private void elements() throws XMLStreamException {
        int depth = 0;
        while (xml.hasNext()) {
            int event = next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                if (++depth > DEPTH_MAX) {
                    throw wrong(xml.getLocation(), "at most " + DEPTH_MAX + " nested elements", "more");
                }
                if (xml.getAttributeCount() > ELEMENT_ATTRIBUTES_MAX) {
                    throw wrong(xml.getLocation(), "at most " + ELEMENT_ATTRIBUTES_MAX + " attributes", "more");
                }
                if (depth == 1 && !xml.getLocalName().equals("topology")) {
                    throw wrong(xml.getLocation(), "a topology element of hwloc", xml.getLocalName());
                }
                boolean consumed = element(xml.getLocalName());
                depth -= consumed ? 1 : 0;
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                depth--;
            } else if (event == XMLStreamConstants.ENTITY_REFERENCE) {
                throw wrong(xml.getLocation(), "XML without entities", "&" + xml.getLocalName() + ";");
            }
        }
    }

    private int next() throws XMLStreamException {
        try {
            return xml.next();
        } catch (RuntimeException confused) {
            throw new XMLStreamException("the parser gives up", xml.getLocation(), confused);
        }
    }

    private String elementText() throws XMLStreamException {
        try {
            return xml.getElementText();
        } catch (RuntimeException confused) {
            throw new XMLStreamException("the parser gives up", xml.getLocation(), confused);
        }
    }

    /** Takes an element. @return whether it was read to its end */
    private boolean element(String name) throws XMLStreamException {
        switch (name) {
            case OBJECT -> object();
            case "page_type" -> pageType();
            case "memattr" -> attributeName = String.valueOf(xml.getAttributeValue(null, "name"));
            case "memattr_value" -> attribute();
            case "distances" -> oldDistances.add(
                    new OldDistances(word("nbobjs"), word("latency_base"), new ArrayList<>()));
            case "latency" -> {
                if (!oldDistances.isEmpty()) {
                    oldDistances.get(oldDistances.size() - 1).values.add(word("value"));
                }
            }
            case "distances2" -> {
                distances();
                return true;
            }
            default -> {
                // Caches, PCI devices and the like do not matter here.
            }
        }
        return false;
    }

    /** The first page_type of a node is that of its base pages. */
    private void pageType() {
        largePages |= beforePageTypes && word("size").number("bytes", 0, 1L << 50) > BASE_PAGE_BYTES;
        beforePageTypes = false;
    }

    private TextWord word(String attribute) {
        String value = xml.getAttributeValue(null, attribute);
        Location at = xml.getLocation();
        SourcePosition position = new SourcePosition(text.file(), at.getLineNumber(), at.getColumnNumber());
        if (value == null) {
            throw new TopologyException(position, "an attribute " + attribute + " of " + xml.getLocalName(), "none");
        }
        return new TextWord(position, value.strip());
    }

    private boolean has(String attribute) {
        return xml.getAttributeValue(null, attribute) != null;
    }

    private void object() {
        BitSet cpus = has("cpuset") ? HexMask.parse(word("cpuset"), NodeSpec.CPU_MAX) : new BitSet();
        String type = String.valueOf(xml.getAttributeValue(null, "type"));
        if (has("gp_index") && cpusOfObject.put(word("gp_index").text(), cpus) == null
                && cpusOfObject.size() > OBJECTS_MAX) {
            throw wrong(xml.getLocation(), "at most " + OBJECTS_MAX + " objects", "more");
        }
        if (!type.equals("NUMANode")) {
            return;
        }
        int nid = TopologyFacts.nid(word("os_index"));
        if (facts.nids().contains(nid)) {
            throw word("os_index").wrong("each NUMANode once");
        }
        facts.bytes(nid, has("local_memory")
                ? word("local_memory").number("bytes", 0, TopologyFacts.BYTES_MAX) : 0);
        nodes.add(new Node(nid, cpus, has("subtype")));
        beforePageTypes = true;
        if (has("gp_index")) {
            nidOfObject.put(word("gp_index").text(), nid);
        }
    }

    private void claimCpus() {
        BitSet claimed = new BitSet();
        nodes.stream().sorted(Comparator.comparingInt((Node node) -> node.near.cardinality())
                .thenComparing(Node::special).thenComparingInt(Node::nid)).forEach(node -> {
            BitSet own = (BitSet) node.near.clone();
            own.andNot(claimed);
            claimed.or(own);
            facts.cpus(node.nid, own);
            ownCpus.put(node.nid, own);
        });
    }

    private void distances() throws XMLStreamException {
        String name = xml.getAttributeValue(null, "name");
        boolean wanted = "NUMANode".equals(xml.getAttributeValue(null, "type"))
                && (name == null || name.equals(LATENCIES));
        boolean byIndex = "gp".equals(xml.getAttributeValue(null, "indexing"));
        List<TextWord> indexes = new ArrayList<>();
        List<TextWord> values = new ArrayList<>();
        SourcePosition start = new SourcePosition(text.file(), xml.getLocation().getLineNumber(),
                xml.getLocation().getColumnNumber());
        for (int event = next(); event != XMLStreamConstants.END_ELEMENT; event = next()) {
            if (event == XMLStreamConstants.START_ELEMENT) {
                List<TextWord> list = xml.getLocalName().equals("indexes") ? indexes : values;
                int line = xml.getLocation().getLineNumber();
                new TextLine(text.file(), line, 0, elementText()).words().forEach(
                        word -> list.add(new TextWord(new SourcePosition(text.file(), line, 0), word.text())));
            }
        }
        if (!wanted) {
            return;
        }
        List<Integer> nids = new ArrayList<>();
        for (TextWord index : indexes) {
            Integer nid = byIndex ? nidOfObject.get(index.text()) : Integer.valueOf(TopologyFacts.nid(index));
            if (nid == null || !facts.nids().contains(nid)) {
                throw index.wrong("the index of a NUMANode before it");
            }
            nids.add(nid);
        }
        if (values.size() != nids.size() * nids.size()) {
            throw new TopologyException(start, nids.size() * nids.size() + " distances between " + nids.size()
                    + " nodes", values.size() + " values");
        }
        for (int i = 0; i < values.size(); i++) {
            facts.distance(nids.get(i / nids.size()), nids.get(i % nids.size()), values.get(i));
        }
    }

    /** The first matrix of hwloc 1 that has as many objects as there are nodes: it is between these. */
    private void addOldDistances(OldDistances matrix) {
        int count = nodes.size();
        if (matrix.values.size() != count * count) {
            throw matrix.objects.wrong("the number of objects between which " + matrix.values.size()
                    + " latencies are");
        }
        double base = matrix.base.decimal("a base of latencies");
        for (int i = 0; i < matrix.values.size(); i++) {
            TextWord value = matrix.values.get(i);
            long distance = StrictMath.round(base * value.decimal("a latency"));
            facts.distance(nodes.get(i / count).nid, nodes.get(i % count).nid,
                    new TextWord(value.position(), Long.toString(distance)));
        }
    }

    private void attribute() {
        if (attributes.size() == ATTRIBUTES_MAX) {
            throw wrong(xml.getLocation(), "at most " + ATTRIBUTES_MAX + " values", "more");
        }
        boolean latency = attributeName.equals("Latency") || attributeName.equals("ReadLatency");
        boolean bandwidth = attributeName.equals("Bandwidth") || attributeName.equals("ReadBandwidth");
        if ((latency || bandwidth) && (has("initiator_cpuset") || has("initiator_obj_gp_index"))) {
            attributes.add(new MemoryAttribute(latency, word("target_obj_gp_index").text(),
                    has("initiator_cpuset") ? HexMask.parse(word("initiator_cpuset"), NodeSpec.CPU_MAX) : null,
                    String.valueOf(xml.getAttributeValue(null, "initiator_obj_gp_index")), word("value")));
        }
    }

    /** hwloc has latencies in ns and bandwidths in MiB/s; 0 is unknown. */
    private void addAttribute(MemoryAttribute attribute) {
        Integer target = nidOfObject.get(attribute.target);
        BitSet near = attribute.near != null ? attribute.near : cpusOfObject.get(attribute.initiator);
        long value = attribute.value.number("a value", 0, 1_000_000_000L);
        if (target == null || near == null || value == 0) {
            return;
        }
        ownCpus.forEach((from, own) -> {
            if (own.intersects(near)) {
                NodeMatrix.Builder matrix = attribute.latency ? facts.latencies : facts.bandwidths;
                matrix.put(from, target, attribute.latency ? value : value * (1 << 20) / 1e6);
            }
        });
    }
}
