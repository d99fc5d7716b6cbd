package dev.vitrine.statement.tree;

import static java.util.Objects.requireNonNull;

/** A password. Prints as asterisks, so that it cannot reach a log or an error by accident. */
public record Secret(String value) {
  public Secret {
    requireNonNull(value);
  }

  @Override
  public String toString() {
    return "********";
  }
}
