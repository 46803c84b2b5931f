package io.numalab.memory;

import java.util.Arrays;

/**
 * A set of indexes below a fixed limit: one bit each, and above them one bit for every word that is not empty, so that
 * the next member is found across wide gaps without reading them. Methods do not allocate on the heap, apart from
 * construction and {@link #copy}; one thread only. Indexes are trusted: the caller has checked them.
 */
final class IndexSet {
    private static final long EVEN = 0x5555_5555_5555_5555L;
    private static final long BYTE = 0xFFL;

    private final long[] members;
    private final long[] nonEmpty;
    private long readWords;

    /** An empty set of indexes below {@code limit}, which is at least 1. */
    IndexSet(int limit) {
        members = new long[(limit - 1 >>> 6) + 1];
        nonEmpty = new long[(members.length - 1 >>> 6) + 1];
    }

    private IndexSet(IndexSet other) {
        members = other.members.clone();
        nonEmpty = other.nonEmpty.clone();
    }

    /** Makes the set hold exactly the indexes below {@code limit}. */
    void fill(int limit) {
        setFirst(members, limit);
        setFirst(nonEmpty, limit == 0 ? 0 : (limit - 1 >>> 6) + 1);
    }

    /** Sets the lowest {@code count} bits of a bitmap and clears the others. */
    static void setFirst(long[] words, int count) {
        int full = count >>> 6;
        Arrays.fill(words, 0, full, -1L);
        Arrays.fill(words, full, words.length, 0L);
        if ((count & 63) != 0) {
            words[full] = (1L << count) - 1;
        }
    }

    boolean contains(int index) {
        return (members[index >>> 6] >>> index & 1) != 0;
    }

    void add(int index) {
        addAll(index >>> 6, 1L << index);
    }

    void remove(int index) {
        removeAll(index >>> 6, 1L << index);
    }

    /** Adds eight indexes from {@code first}, a multiple of 8. */
    void addEight(int first) {
        addAll(first >>> 6, BYTE << first);
    }

    /** Removes eight indexes from {@code first}, a multiple of 8. */
    void removeEight(int first) {
        removeAll(first >>> 6, BYTE << first);
    }

    private void addAll(int word, long mask) {
        long before = members[word];
        members[word] = before | mask;
        if (before == 0) {
            nonEmpty[word >>> 6] |= 1L << word;
        }
    }

    private void removeAll(int word, long mask) {
        long after = members[word] & ~mask;
        members[word] = after;
        if (after == 0) {
            nonEmpty[word >>> 6] &= ~(1L << word);
        }
    }

    /** The smallest member that is not below {@code from}, or -1. */
    int next(int from) {
        int word = from >>> 6;
        if (word >= members.length) {
            return -1;
        }
        readWords++;
        long bits = members[word] & -1L << from;
        if (bits == 0) {
            word = nextWord(word + 1);
            if (word < 0) {
                return -1;
            }
            readWords++;
            bits = members[word];
        }
        return (word << 6) + Long.numberOfTrailingZeros(bits);
    }

    /** The smallest even index not below {@code from} that is a member together with its successor, or -1. */
    int nextPair(int from) {
        int word = nextWord(from >>> 6);
        while (word >= 0) {
            readWords++;
            long bits = pairs(members[word]);
            if (word == from >>> 6) {
                bits &= -1L << from;
            }
            if (bits != 0) {
                return (word << 6) + Long.numberOfTrailingZeros(bits);
            }
            word = nextWord(word + 1);
        }
        return -1;
    }

    private static long pairs(long bits) {
        return bits & bits >>> 1 & EVEN;
    }

    private int nextWord(int from) {
        int top = from >>> 6;
        if (top >= nonEmpty.length) {
            return -1;
        }
        int first = top;
        long bits = nonEmpty[top] & -1L << from;
        while (bits == 0 && ++top < nonEmpty.length) {
            bits = nonEmpty[top];
        }
        readWords += top - first + 1;
        return bits == 0 ? -1 : (top << 6) + Long.numberOfTrailingZeros(bits);
    }

    /** How many members there are; reads the whole set. */
    int size() {
        int count = 0;
        for (long bits : members) {
            count += Long.bitCount(bits);
        }
        return count;
    }

    /** How many even members have their successor in the set; reads the whole set. */
    int pairCount() {
        int count = 0;
        for (long bits : members) {
            count += Long.bitCount(pairs(bits));
        }
        return count;
    }

    /** Words that {@link #next} and {@link #nextPair} have read so far. */
    long readWords() {
        return readWords;
    }

    IndexSet copy() {
        return new IndexSet(this);
    }

    /**
     * Recounts the upper level.
     *
     * @throws IllegalStateException if it does not fit the lower one
     */
    void validate() {
        for (int word = 0; word < nonEmpty.length << 6; word++) {
            boolean expected = word < members.length && members[word] != 0;
            if ((nonEmpty[word >>> 6] >>> word & 1) != 0 != expected) {
                throw new IllegalStateException("summary of word " + word + ": expected " + expected);
            }
        }
    }
}
