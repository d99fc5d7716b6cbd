package dev.vitrine.authentication;

import static java.util.Objects.requireNonNull;

/** The name of a user, and the password that goes with it. */
public record Password(String user, String password) implements Credentials {
  public Password {
    requireNonNull(user);
    requireNonNull(password);
  }

  @Override
  public String toString() {
    return "Password[user=" + user + ", password=********]";
  }
}
