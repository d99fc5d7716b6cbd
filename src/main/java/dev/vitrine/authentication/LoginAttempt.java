package dev.vitrine.authentication;

import dev.vitrine.catalog.StorableText;
import java.util.Locale;

/**
 * Somebody who tries to log in.
 *
 * @param user the name that was given, whether or not there is such a user; shortened
 */
record LoginAttempt(String user, LoginSource source) {
  /** Nobody has a longer name, but one can be tried. */
  private static final int LONGEST_NAME = 255;

  LoginAttempt {
    user = StorableText.excerpt(user, LONGEST_NAME);
  }

  /** The name as it is matched. */
  String userKey() {
    return user.toLowerCase(Locale.ROOT);
  }

  /** This user from this source. */
  String key() {
    return userKey() + "\n" + source.key();
  }
}
