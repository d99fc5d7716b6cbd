package dev.vitrine.authentication;

import dev.vitrine.catalog.StorableText;
import java.util.Locale;

/**
 * A login attempt.
 *
 * @param user the given name, truncated; the user need not exist
 */
record LoginAttempt(String user, LoginSource source) {
  /** Longer names do not exist, but can be sent. */
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
