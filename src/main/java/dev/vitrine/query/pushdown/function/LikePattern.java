package dev.vitrine.query.pushdown.function;

/** Patterns of LIKE. */
public final class LikePattern {
  /** The escape character of LIKE without ESCAPE. */
  public static final String ESCAPE = "\\";

  private LikePattern() {}

  /** Whether a pattern of LIKE fails on no text, by the rules of both stores. */
  public static boolean escapesWell(String pattern, String escape) {
    if (escape.length() != 1) {
      return false;
    }
    char character = escape.charAt(0);
    for (int i = 0; i < pattern.length(); i++) {
      if (pattern.charAt(i) == character) {
        i++;
        boolean escaped =
            i < pattern.length()
                && (pattern.charAt(i) == character || "%_".indexOf(pattern.charAt(i)) >= 0);
        if (!escaped) {
          return false;
        }
      }
    }
    return true;
  }
}
