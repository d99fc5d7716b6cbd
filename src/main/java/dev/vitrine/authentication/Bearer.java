package dev.vitrine.authentication;

import static java.util.Objects.requireNonNull;

/** A token, which tells by itself whose it is. */
public record Bearer(String token) implements Credentials {
  public Bearer {
    requireNonNull(token);
  }

  @Override
  public String toString() {
    return "Bearer[token=********]";
  }
}
