package io.numalab.spi;

/** What a page is wanted for; decides which policy is asked (linux-model 13.1) and which LRU the page joins. */
public enum PageKind {
    /** Private anonymous memory, at a fault. */
    ANON,
    /** Shared anonymous memory (tmpfs), at a fault. */
    SHARED,
    /** Page cache: read, readahead, write or a mapped file. */
    FILE,
    /** Kernel memory in the context of a task: page tables, slab. */
    KERNEL
}
