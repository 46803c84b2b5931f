package io.numalab.spi;

import java.util.Arrays;
import java.util.Objects;

/**
 * An immutable set of node ids, 0 to {@value #MAX_NODES} - 1; the kernel's {@code nodemask_t}.
 *
 * <p>Up to 64 nodes take one word; only a mask with a larger node keeps an array. {@link #contains}, {@link #first},
 * {@link #next}, {@link #intersects} and {@link #containsAll} do not allocate on the heap. Safe for use by any thread.
 */
public final class NodeMask {

    /** The number of nodes a machine may have at most (the kernel's MAX_NUMNODES of a distribution). */
    public static final int MAX_NODES = 1024;

    private static final long[] NO_WORDS = {};

    /** The mask without a node. */
    public static final NodeMask EMPTY = new NodeMask(0, NO_WORDS);

    private final long lowWord;
    /** Nodes 64 and up, 64 to a word, without trailing zero words, so that equal sets have equal fields. */
    private final long[] highWords;

    private NodeMask(long lowWord, long[] highWords) {
        this.lowWord = lowWord;
        this.highWords = highWords;
    }

    /**
     * {@return the mask of these nodes, in any order, repetitions allowed}
     *
     * @param nids node ids, 0 to 1023; none for the empty mask
     * @throws IllegalArgumentException if an id is outside 0 to 1023
     */
    public static NodeMask of(int... nids) {
        int wordCount = 1;
        for (int nid : nids) {
            wordCount = Math.max(wordCount, (checked(nid) >> 6) + 1);
        }
        long[] words = new long[wordCount];
        for (int nid : nids) {
            words[nid >> 6] |= 1L << nid;
        }
        return ofWords(words);
    }

    /**
     * {@return the nodes from {@code first} to {@code last}, both inclusive}
     *
     * @param first the smallest node, 0 to 1023
     * @param last the largest node, {@code first} to 1023
     * @throws IllegalArgumentException if an id is outside 0 to 1023 or {@code last < first}
     */
    public static NodeMask range(int first, int last) {
        if (checked(last) < checked(first)) {
            throw new IllegalArgumentException("range " + first + "-" + last + ": expected the smaller node first");
        }
        long[] words = new long[(last >> 6) + 1];
        for (int nid = first; nid <= last; nid++) {
            words[nid >> 6] |= 1L << nid;
        }
        return ofWords(words);
    }

    /**
     * Reads a node list in numactl's grammar: {@code 0,2}, {@code 0-3}, {@code all}; {@code !0-1} is everything
     * available but these, {@code +0-1} counts within the available nodes (0 is the first of them).
     *
     * @param text the list
     * @param available the nodes that exist
     * @return a mask with at least one node, inside {@code available}
     * @throws IllegalArgumentException if the text is malformed, names a node that does not exist or selects none; the
     *     message quotes the text, the node and the nodes that exist
     */
    public static NodeMask parse(String text, NodeMask available) {
        return new NodeListParser(text, available).parse();
    }

    private static int checked(int nid) {
        if (nid < 0 || nid >= MAX_NODES) {
            throw new IllegalArgumentException("node " + nid + ": expected 0 to " + (MAX_NODES - 1));
        }
        return nid;
    }

    private static NodeMask ofWords(long[] words) {
        int length = words.length;
        while (length > 1 && words[length - 1] == 0) {
            length--;
        }
        if (length == 1) {
            return words[0] == 0 ? EMPTY : new NodeMask(words[0], NO_WORDS);
        }
        return new NodeMask(words[0], Arrays.copyOfRange(words, 1, length));
    }

    private int wordCount() {
        return 1 + highWords.length;
    }

    private long word(int index) {
        if (index == 0) {
            return lowWord;
        }
        return index <= highWords.length ? highWords[index - 1] : 0;
    }

    /**
     * {@return whether the node is in the mask; false for ids that no machine has}
     *
     * @param nid any number
     */
    public boolean contains(int nid) {
        return nid >= 0 && (word(nid >> 6) >>> nid & 1) != 0;
    }

    /** {@return whether the mask has no node} */
    public boolean isEmpty() {
        return this == EMPTY;
    }

    /** {@return the number of nodes} */
    public int size() {
        int size = 0;
        for (int index = 0; index < wordCount(); index++) {
            size += Long.bitCount(word(index));
        }
        return size;
    }

    /** {@return the smallest node, -1 if the mask is empty} */
    public int first() {
        return next(-1);
    }

    /**
     * {@return the smallest node larger than {@code nid} (which may be -1), or -1 if there is none}
     *
     * @param nid -1 or a node id
     */
    public int next(int nid) {
        int from = Math.max(nid, -1) + 1;
        if (from < 0 || from >= MAX_NODES) {
            return -1;
        }
        int index = from >> 6;
        long word = word(index) & -1L << from;
        while (word == 0) {
            if (++index >= wordCount()) {
                return -1;
            }
            word = word(index);
        }
        return (index << 6) + Long.numberOfTrailingZeros(word);
    }

    /**
     * {@return the nodes in both masks}
     *
     * @param other the other mask
     */
    public NodeMask and(NodeMask other) {
        long[] words = new long[Math.min(wordCount(), other.wordCount())];
        for (int index = 0; index < words.length; index++) {
            words[index] = word(index) & other.word(index);
        }
        return ofWords(words);
    }

    /**
     * {@return the nodes in either mask}
     *
     * @param other the other mask
     */
    public NodeMask or(NodeMask other) {
        long[] words = new long[Math.max(wordCount(), other.wordCount())];
        for (int index = 0; index < words.length; index++) {
            words[index] = word(index) | other.word(index);
        }
        return ofWords(words);
    }

    /**
     * {@return the nodes of this mask that are not in the other}
     *
     * @param other the other mask
     */
    public NodeMask minus(NodeMask other) {
        long[] words = new long[wordCount()];
        for (int index = 0; index < words.length; index++) {
            words[index] = word(index) & ~other.word(index);
        }
        return ofWords(words);
    }

    /**
     * {@return whether the masks have a node in common}
     *
     * @param other the other mask
     */
    public boolean intersects(NodeMask other) {
        for (int index = 0; index < wordCount(); index++) {
            if ((word(index) & other.word(index)) != 0) {
                return true;
            }
        }
        return false;
    }

    /**
     * {@return whether every node of the other mask is in this one; true for an empty other mask}
     *
     * @param other the other mask
     */
    public boolean containsAll(NodeMask other) {
        for (int index = 0; index < other.wordCount(); index++) {
            if ((other.word(index) & ~word(index)) != 0) {
                return false;
            }
        }
        return true;
    }

    /** {@return the nodes, ascending, in a new array} */
    public int[] toArray() {
        int[] nids = new int[size()];
        int nid = -1;
        for (int position = 0; position < nids.length; position++) {
            nid = next(nid);
            nids[position] = nid;
        }
        return nids;
    }

    @Override
    public boolean equals(Object object) {
        return object instanceof NodeMask other
                && lowWord == other.lowWord
                && Arrays.equals(highWords, other.highWords);
    }

    @Override
    public int hashCode() {
        return Objects.hash(lowWord, Arrays.hashCode(highWords));
    }

    /** The kernel's list format, such as {@code 0-1,3}; empty for an empty mask. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int first = first(); first >= 0; ) {
            int last = first;
            while (contains(last + 1)) {
                last++;
            }
            text.append(text.length() == 0 ? "" : ",").append(first);
            if (last > first) {
                text.append('-').append(last);
            }
            first = next(last);
        }
        return text.toString();
    }
}
