package dev.vitrine.memory;

import java.math.BigDecimal;

/** Estimates of the heap memory of values. */
public final class RowSize {
  /** Estimated bytes of an array without its elements. */
  private static final int ARRAY = 32;

  /** Estimated bytes of a reference. */
  private static final int REFERENCE = 8;

  /** Estimated bytes of a string without its characters. */
  private static final int STRING = 48;

  /** Estimated bytes of a boxed number. */
  private static final int NUMBER = 24;

  /** Estimated bytes of a BigDecimal. */
  private static final int DECIMAL = 64;

  /** Up to this length, the estimate assumes two bytes a character. */
  private static final int SHORT = 64;

  /** Largest character of a string that Java stores in one byte per character. */
  private static final int LATIN = 0xFF;

  private RowSize() {}

  /** Bytes of a row and its values. */
  public static long of(Object[] row) {
    long bytes = ARRAY;
    for (Object value : row) {
      bytes += REFERENCE + of(value);
    }
    return bytes;
  }

  /** Bytes of a text: one a character if all are Latin-1, else two. */
  public static long ofText(String text) {
    int length = text.length();
    return STRING + (length <= SHORT || !isLatin(text) ? 2L * length : length);
  }

  private static long of(Object value) {
    if (value == null) {
      return 0;
    }
    if (value instanceof String text) {
      return ofText(text);
    }
    return value instanceof BigDecimal ? DECIMAL : NUMBER;
  }

  private static boolean isLatin(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > LATIN) {
        return false;
      }
    }
    return true;
  }
}
