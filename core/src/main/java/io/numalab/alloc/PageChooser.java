package io.numalab.alloc;

/** Chooses, page by page, among the routes of a per-page placement. Allocates nothing. */
public interface PageChooser {
    /** The position of the route, 0 to the number of choices - 1. @param page index in its mapping or file */
    int choose(int page, Requester requester);
}
