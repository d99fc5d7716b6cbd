package dev.vitrine.catalog.text;

/** Literal texts in patterns of {@code LIKE … ESCAPE '!'}. */
public final class LikeText {
  private LikeText() {}

  /** The pattern that matches exactly this text. */
  public static String escaped(String text) {
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
  }
}
