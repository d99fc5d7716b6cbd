package dev.vitrine.catalog;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;

/** A key, which is case-sensitive, and a value, which may be empty. */
public record Tag(String key, String value) {
  /** Maximum tags per object or version. */
  public static final int MOST_PER_OBJECT = 50;

  /** Maximum characters of a key. */
  private static final int LONGEST_KEY = 255;

  /** Maximum characters of a value. */
  private static final int LONGEST_VALUE = 1000;

  private static final String NOT_IN_KEY = ".,-=/:";

  /**
   * @throws VitrineException INVALID_PARAMETER_VALUE when it breaks the rules
   */
  public Tag {
    checkKey(key);
    if (value.length() > LONGEST_VALUE || value.indexOf('\0') >= 0) {
      throw new VitrineException(
              ErrorCode.INVALID_PARAMETER_VALUE, "The value of tag '" + key + "' is too long.")
          .withHint(
              "A tag's value has at most " + LONGEST_VALUE + " characters, none of them NUL.");
    }
  }

  /**
   * Checks a key alone.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE when it breaks the rules
   */
  public static void checkKey(String key) {
    boolean valid =
        !key.isEmpty()
            && key.length() <= LONGEST_KEY
            && key.equals(key.strip())
            && key.chars().noneMatch(c -> NOT_IN_KEY.indexOf(c) >= 0 || Character.isISOControl(c));
    if (!valid) {
      throw new VitrineException(
              ErrorCode.INVALID_PARAMETER_VALUE, "'" + key + "' is not a valid tag key.")
          .withHint(
              "A key has 1 to 255 characters, none of . , - = / :, and no space at either end.");
    }
  }
}
