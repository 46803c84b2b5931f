package io.numalab.memory;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedList;
import java.util.List;

/** The LRU lists of one node as plain lists of boxed numbers, youngest first: slow and obvious. */
final class NaiveLru {
    private final List<LinkedList<Integer>> lists = new ArrayList<>();

    NaiveLru() {
        for (LruList list : LruList.values()) {
            lists.add(new LinkedList<>());
        }
    }

    int listOf(int frame) {
        for (int list = 0; list < lists.size(); list++) {
            if (lists.get(list).contains(frame)) {
                return list;
            }
        }
        return -1;
    }

    void addHead(int list, int frame) {
        lists.get(list).addFirst(frame);
    }

    void addTail(int list, int frame) {
        lists.get(list).addLast(frame);
    }

    void remove(int frame) {
        lists.get(listOf(frame)).remove(Integer.valueOf(frame));
    }

    void rotate(int frame) {
        int list = listOf(frame);
        remove(frame);
        addHead(list, frame);
    }

    /** The frames of a list, oldest first. */
    List<Integer> oldestFirst(int list) {
        List<Integer> frames = new ArrayList<>(lists.get(list));
        Collections.reverse(frames);
        return frames;
    }
}
