package dev.vitrine.catalog;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;

/**
 * The name of a user or group: 1 to 255 characters, no control characters, no space at either end;
 * matched without regard to case.
 */
public record PrincipalName(String value) {
  /**
   * @throws VitrineException INVALID_IDENTIFIER when it breaks the rules
   */
  public PrincipalName {
    if (value.isEmpty()
        || value.length() > 255
        || !value.equals(value.strip())
        || value.chars().anyMatch(Character::isISOControl)) {
      throw new VitrineException(
              ErrorCode.INVALID_IDENTIFIER, "'" + value + "' is not a valid name of a principal.")
          .withHint(
              "It has 1 to 255 characters, no control character, and no space at either end.");
    }
  }

  /**
   * Checks that a user of this name can sign in with a password. HTTP sends both as one text and
   * ends the name at its first colon (RFC 7617), so a name with a colon never arrives.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE if the name has a colon
   */
  public void requireUsableWithPassword() {
    if (value.indexOf(':') >= 0) {
      throw new VitrineException(
              ErrorCode.INVALID_PARAMETER_VALUE,
              "User '" + value + "' cannot have a password, because the name has a colon.")
          .withHint("Use a name without a colon, or sign in with a token.");
    }
  }
}
