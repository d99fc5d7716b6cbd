package dev.vitrine.catalog;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.util.Locale;

/**
 * The name of a catalog, schema or model: 1 to 255 characters, none of {@code .}, {@code /}, space
 * and control characters; kept in lower case.
 */
public record ObjectName(String value) {
  /**
   * @throws VitrineException INVALID_IDENTIFIER when it breaks the rules
   */
  public ObjectName {
    if (value.isEmpty()
        || value.length() > 255
        || value
            .chars()
            .anyMatch(c -> c == '.' || c == '/' || c == ' ' || Character.isISOControl(c))) {
      throw new VitrineException(
              ErrorCode.INVALID_IDENTIFIER, "'" + value + "' is not a valid name.")
          .withHint(
              "A name has 1 to 255 characters and no dot, slash, space or control character.");
    }
    value = value.toLowerCase(Locale.ROOT);
  }
}
