package dev.vitrine.catalog.text;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the most similar known word for a misspelt one. */
public final class SimilarWords {
  private SimilarWords() {}

  /** The candidate that is few enough typing errors away from the word, if there is one. */
  public static Optional<String> closest(String word, Collection<String> candidates) {
    String wanted = word.toUpperCase(Locale.ROOT);
    String closest = "";
    int least = Math.min(3, wanted.length() / 3) + 1;
    for (String candidate : candidates) {
      // The length alone rules out most, and all where the word is enormous.
      if (Math.abs(candidate.length() - wanted.length()) < least) {
        int distance = distance(wanted, candidate.toUpperCase(Locale.ROOT));
        if (distance < least) {
          least = distance;
          closest = candidate;
        }
      }
    }
    return Optional.of(closest).filter(found -> !found.isEmpty());
  }

  /**
   * Letters to insert, drop, replace or swap with their neighbour: the usual matrix, row by row.
   */
  private static int distance(String from, String to) {
    int[] beforeLast = new int[to.length() + 1];
    int[] last = new int[to.length() + 1];
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = last[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(last[j], row[j - 1]));
        if (i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1)) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
      int[] recycled = beforeLast;
      beforeLast = last;
      last = row;
      row = recycled;
    }
    return last[to.length()];
  }
}
