package dev.vitrine.catalog;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A movable name of a model version. Keeps the case it is written in, and is matched without regard
 * to case.
 */
public record Alias(String value) {
  /** Maximum aliases per model (the limit of Unity Catalog). */
  public static final int MOST_PER_MODEL = 10;

  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{1,255}");
  private static final Pattern VERSION = Pattern.compile("v[0-9]+");

  /**
   * @throws VitrineException INVALID_IDENTIFIER when it breaks the rules
   */
  public Alias {
    if (!FORM.matcher(value).matches()) {
      throw new VitrineException(
              ErrorCode.INVALID_IDENTIFIER, "'" + value + "' is not a valid alias.")
          .withHint("An alias has 1 to 255 of the characters A-Z, a-z, 0-9, _ and -.");
    }
    String key = value.toLowerCase(Locale.ROOT);
    if (key.equals("latest") || VERSION.matcher(key).matches()) {
      throw new VitrineException(
              ErrorCode.INVALID_IDENTIFIER, "The alias '" + value + "' is reserved.")
          .withHint("'latest' and 'v' followed by digits could be confused with version numbers.");
    }
  }
}
