package io.numalab.spi;

/**
 * Reads numactl's node lists: {@code [!][+]ITEM[,ITEM]...} with ITEM = {@code N}, {@code N-M} or {@code all}. Modelled
 * on what libnuma's numa_parse_nodestring accepts, without its device names.
 */
final class NodeListParser {

    private final String text;
    private final NodeMask available;
    private final int[] availableNodes;

    NodeListParser(String text, NodeMask available) {
        this.text = text;
        this.available = available;
        this.availableNodes = available.toArray();
    }

    NodeMask parse() {
        boolean inverted = text.startsWith("!");
        String rest = inverted ? text.substring(1) : text;
        boolean relative = rest.startsWith("+");
        rest = relative ? rest.substring(1) : rest;
        NodeMask mask = NodeMask.EMPTY;
        for (String item : rest.split(",", -1)) {
            mask = mask.or(item(item, relative));
        }
        NodeMask result = inverted ? available.minus(mask) : mask;
        if (result.isEmpty()) {
            throw error("selects no node");
        }
        return result;
    }

    private NodeMask item(String item, boolean relative) {
        if (item.equals("all")) {
            return available;
        }
        int dash = item.indexOf('-');
        int first = number(dash < 0 ? item : item.substring(0, dash));
        int last = dash < 0 ? first : number(item.substring(dash + 1));
        if (last < first) {
            throw error("range " + item + " runs backwards");
        }
        NodeMask mask = NodeMask.EMPTY;
        for (int nid = first; nid <= last; nid++) {
            mask = mask.or(NodeMask.of(existing(nid, relative)));
        }
        return mask;
    }

    private int existing(int number, boolean relative) {
        if (relative) {
            if (number >= availableNodes.length) {
                throw error("there is no relative node +" + number);
            }
            return availableNodes[number];
        }
        if (!available.contains(number)) {
            throw error("node " + number + " does not exist");
        }
        return number;
    }

    private int number(String digits) {
        boolean wellFormed = !digits.isEmpty() && digits.chars().allMatch(digit -> digit >= '0' && digit <= '9');
        if (!wellFormed) {
            throw error(Quoted.of(digits) + " is not a node; write 0,2 or 0-3 or all or !0 or +0-1");
        }
        // Longer numbers would overflow and exist nowhere.
        return digits.length() > 9 ? Integer.MAX_VALUE - 1 : Integer.parseInt(digits);
    }

    private IllegalArgumentException error(String problem) {
        String nodes = available.isEmpty() ? "none" : available.toString();
        return new IllegalArgumentException(
                "nodes " + Quoted.of(text) + ": " + problem + "; the nodes that exist are " + nodes);
    }
}
