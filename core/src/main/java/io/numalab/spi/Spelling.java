package io.numalab.spi;

import java.util.Collection;

/** Finds the known word that a misspelt one was probably meant to be. */
final class Spelling {

    private Spelling() {}

    /** {@code ; did you mean "..."?} with the nearest known word, or nothing if none is near. Ties: the first one. */
    static String suggestion(String word, Collection<String> known) {
        String nearest = null;
        int nearestDistance = Integer.MAX_VALUE;
        for (String candidate : known) {
            int distance = distance(word, candidate);
            if (distance < nearestDistance) {
                nearest = candidate;
                nearestDistance = distance;
            }
        }
        // Half of the letters wrong is no misspelling any more.
        boolean near = nearest != null && nearestDistance <= Math.max(1, nearest.length() / 2);
        return near ? "; did you mean " + Quoted.of(nearest) + "?" : "";
    }

    /** How many letters to insert, delete or replace; a difference in case or of - and _ does not count. */
    static int distance(String word, String other) {
        int[] previous = new int[other.length() + 1];
        for (int column = 0; column <= other.length(); column++) {
            previous[column] = column;
        }
        for (int row = 1; row <= word.length(); row++) {
            int[] current = new int[other.length() + 1];
            current[0] = row;
            for (int column = 1; column <= other.length(); column++) {
                int replaced = folded(word.charAt(row - 1)) == folded(other.charAt(column - 1)) ? 0 : 1;
                int replacing = previous[column - 1] + replaced;
                int inserting = Math.min(previous[column], current[column - 1]) + 1;
                current[column] = Math.min(replacing, inserting);
            }
            previous = current;
        }
        return previous[other.length()];
    }

    private static char folded(char letter) {
        return letter == '_' ? '-' : Character.toLowerCase(letter);
    }
}
