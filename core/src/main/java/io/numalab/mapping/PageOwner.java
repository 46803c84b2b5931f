package io.numalab.mapping;

/** Something that owns pages by index: a {@link VirtualArea} or a {@link CachedFile}. */
public abstract sealed class PageOwner permits VirtualArea, CachedFile {
    private final int id;
    private final String name;

    PageOwner(int id, String name) {
        this.id = id;
        this.name = name;
    }

    /** What the reverse map of a frame holds; 1 to 65535. */
    public int id() {
        return id;
    }

    /** Its name in the scenario. */
    public String name() {
        return name;
    }

    abstract PageOwner copy(Owners owners);
}
