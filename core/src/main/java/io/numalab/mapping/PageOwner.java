package io.numalab.mapping;

/** Something that owns pages by index: a {@link VirtualArea} or a {@link CachedFile}. */
public abstract sealed class PageOwner permits VirtualArea, CachedFile {
    private final int id;
    private final String name;
    /** For each page a frame plus one, 0 for nothing, or the complement of what stands for it elsewhere. */
    int[] entries;

    PageOwner(int id, String name, int[] entries) {
        this.id = id;
        this.name = name;
        this.entries = entries;
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
