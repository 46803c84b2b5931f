package io.numalab.mapping;

import java.util.Arrays;

/** All owners of pages by id. Ids are given out in order and reused, so that they do not depend on hashes. */
public final class Owners {
    private static final int ID_MAX = Character.MAX_VALUE;

    private PageOwner[] byId = new PageOwner[16];

    /** An owner. */
    public PageOwner get(int id) {
        return byId[id];
    }

    /** The areas and files that exist, by ascending id, with gaps that are null. */
    public int limit() {
        return byId.length;
    }

    /** The id that the next owner gets. */
    public int nextId() {
        for (int id = 1; id < byId.length; id++) {
            if (byId[id] == null) {
                return id;
            }
        }
        if (byId.length > ID_MAX) {
            throw new IllegalArgumentException("mappings and files: expected at most " + ID_MAX + " at a time");
        }
        return byId.length;
    }

    /** Enters an owner under its id. */
    public void add(PageOwner owner) {
        if (owner.id() >= byId.length) {
            byId = Arrays.copyOf(byId, Math.min(ID_MAX + 1, byId.length * 2));
        }
        byId[owner.id()] = owner;
    }

    /**
     * Forgets an owner that has no pages any more.
     *
     * @return false if that was done before; the id may have a new owner then
     */
    public boolean remove(PageOwner owner) {
        if (byId[owner.id()] != owner) {
            return false;
        }
        byId[owner.id()] = null;
        return true;
    }

    /** Deep copies of all owners, under the same ids. */
    public Owners copy() {
        Owners copy = new Owners();
        copy.byId = new PageOwner[byId.length];
        for (PageOwner owner : byId) {
            if (owner instanceof CachedFile) {
                copy.byId[owner.id()] = owner.copy(copy);
            }
        }
        for (PageOwner owner : byId) {
            if (owner instanceof VirtualArea) {
                copy.byId[owner.id()] = owner.copy(copy);
            }
        }
        return copy;
    }
}
