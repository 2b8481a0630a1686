package io.flowledger.store.filter;

import java.util.List;

/** Finds what somebody may have meant. */
public final class Spelling {
    private Spelling() {}

    /** Of {@code known} the word that takes the fewest changed letters to reach, at most a third of them; empty when none is near. */
    public static String nearest(String word, List<String> known) {
        String best = "";
        int least = Math.max(1, word.length() / 3) + 1;
        if (word.length() > 40) {
            return best;
        }
        for (String candidate : known) {
            int distance = distance(word, candidate);
            if (distance < least) {
                least = distance;
                best = candidate;
            }
        }
        return best;
    }

    /** How many letters are to be changed, added or left out to make {@code b} of {@code a} (Levenshtein). */
    public static int distance(String a, String b) {
        int[] above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(substituted, Math.min(above[j], row[j - 1]) + 1);
            }
            above = row;
        }
        return above[b.length()];
    }
}
