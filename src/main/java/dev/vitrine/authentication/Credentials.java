package dev.vitrine.authentication;

import static java.util.Objects.requireNonNull;

/** What somebody shows to prove who they are. No text of it ever holds the secret. */
public sealed interface Credentials {
  /** A user's name and password. */
  record Password(String user, String password) implements Credentials {
    public Password {
      requireNonNull(user);
      requireNonNull(password);
    }

    @Override
    public String toString() {
      return "Password[user=" + user + "]";
    }
  }

  /** A token, which says by itself whose it is. */
  record Bearer(String token) implements Credentials {
    public Bearer {
      requireNonNull(token);
    }

    @Override
    public String toString() {
      return "Bearer[]";
    }
  }
}
