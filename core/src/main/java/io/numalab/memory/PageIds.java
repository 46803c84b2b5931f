package io.numalab.memory;

import java.util.Arrays;

/**
 * One number for each page of every owner, so that an {@code int} says which page of which file or mapping it is.
 * Owners get numbers in chunks of 4096 as they need them. A chunk belongs to one owner and to consecutive pages of it,
 * so that both ways are a look into a small table. Number 0 is no page. Numbers are unsigned: 16 TiB of files and
 * mappings.
 *
 * <p>Allocates on the heap when an owner needs another chunk, a few bytes for 4096 pages; one thread only.
 */
final class PageIds {
    /** No page. */
    static final int NONE = 0;

    private static final int CHUNK_ORDER = 12;
    private static final int CHUNK_MASK = (1 << CHUNK_ORDER) - 1;
    private static final int CHUNKS_MAX = 1 << 32 - CHUNK_ORDER;
    private static final int[] NO_CHUNKS = {};

    /** For each chunk the owner in the upper half and the first page's index in the lower one. Chunk 0 is nobody's. */
    private long[] chunks = new long[16];
    private int usedChunks = 1;
    private int[] spareChunks = new int[16];
    private int spareCount;
    /** For each owner its chunks in the order of its pages, 0 where it has none. */
    private int[][] ofOwner = new int[16][];

    PageIds() {}

    PageIds(PageIds other) {
        chunks = other.chunks.clone();
        usedChunks = other.usedChunks;
        spareChunks = other.spareChunks.clone();
        spareCount = other.spareCount;
        ofOwner = new int[other.ofOwner.length][];
        for (int i = 0; i < ofOwner.length; i++) {
            ofOwner[i] = other.ofOwner[i] == null ? null : other.ofOwner[i].clone();
        }
    }

    /** The number of a page; owner 0 has none. */
    int id(int owner, int index) {
        if (owner == 0) {
            return NONE;
        }
        int position = index >>> CHUNK_ORDER;
        int[] own = owner < ofOwner.length ? ofOwner[owner] : null;
        int chunk = own != null && position < own.length ? own[position] : 0;
        return (chunk != 0 ? chunk : addChunk(owner, position)) << CHUNK_ORDER | index & CHUNK_MASK;
    }

    private int addChunk(int owner, int position) {
        if (owner >= ofOwner.length) {
            ofOwner = Arrays.copyOf(ofOwner, Math.max(owner + 1, ofOwner.length * 2));
        }
        int[] own = ofOwner[owner] == null ? NO_CHUNKS : ofOwner[owner];
        if (position >= own.length) {
            own = Arrays.copyOf(own, Math.max(position + 1, own.length * 2));
            ofOwner[owner] = own;
        }
        own[position] = spareCount > 0 ? spareChunks[--spareCount] : newChunk();
        chunks[own[position]] = (long) owner << 32 | (long) position << CHUNK_ORDER;
        return own[position];
    }

    private int newChunk() {
        if (usedChunks == CHUNKS_MAX) {
            throw new IllegalStateException("more than 16 TiB of files and mappings are in use");
        }
        if (usedChunks == chunks.length) {
            chunks = Arrays.copyOf(chunks, chunks.length * 2);
        }
        return usedChunks++;
    }

    /** How many pages of an owner, from one on, have consecutive numbers for sure. */
    static int pagesLeft(int index) {
        return CHUNK_MASK + 1 - (index & CHUNK_MASK);
    }

    /** Whether two numbers are of one chunk. */
    static boolean inOneChunk(int id, int other) {
        return (id ^ other) >>> CHUNK_ORDER == 0;
    }

    /** An owner that has no pages any more gives its numbers back. */
    void forget(int owner) {
        if (owner >= ofOwner.length || ofOwner[owner] == null) {
            return;
        }
        for (int chunk : ofOwner[owner]) {
            if (chunk != 0) {
                if (spareCount == spareChunks.length) {
                    spareChunks = Arrays.copyOf(spareChunks, spareCount * 2);
                }
                spareChunks[spareCount++] = chunk;
            }
        }
        ofOwner[owner] = null;
    }

    /** The owner of a page; 0 for no page. */
    int owner(int id) {
        return (int) (chunks[id >>> CHUNK_ORDER] >>> 32);
    }

    /** The index of a page in its owner. */
    int index(int id) {
        return (int) chunks[id >>> CHUNK_ORDER] + (id & CHUNK_MASK);
    }
}
