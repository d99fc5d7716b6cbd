package dev.vitrine.catalog;

import java.util.OptionalInt;

/**
 * Texts that every store keeps to the letter: they hold no NUL, and no half of a character that
 * takes two (an unpaired surrogate).
 */
public final class StorableText {
  /** Hint for an invalid text. */
  public static final String HINT = "Remove the NUL or unpaired surrogate.";

  private StorableText() {}

  /** Index of the first character that cannot be stored; empty if all can. */
  public static OptionalInt flaw(String text) {
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (Character.isHighSurrogate(unit)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (unit == '\0' || Character.isSurrogate(unit)) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }

  /** The text truncated to this length, with invalid characters escaped. */
  public static String excerpt(String text, int most) {
    StringBuilder kept = new StringBuilder();
    text.codePoints()
        .map(point -> point == 0 || isHalf(point) ? '\ufffd' : point)
        .limit(most)
        .takeWhile(point -> kept.length() + Character.charCount(point) <= most)
        .forEach(kept::appendCodePoint);
    return kept.toString();
  }

  private static boolean isHalf(int point) {
    return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
  }
}
