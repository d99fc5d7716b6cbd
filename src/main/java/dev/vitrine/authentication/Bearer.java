package dev.vitrine.authentication;

/** A bearer token; it identifies its user. */
public record Bearer(String token) implements Credentials {

  @Override
  public String toString() {
    return "Bearer[token=********]";
  }
}
