package dev.vitrine.authentication;

import static java.util.Objects.requireNonNull;

/** A bearer token; it identifies its user. */
public record Bearer(String token) implements Credentials {
  public Bearer {
    requireNonNull(token);
  }

  @Override
  public String toString() {
    return "Bearer[token=********]";
  }
}
