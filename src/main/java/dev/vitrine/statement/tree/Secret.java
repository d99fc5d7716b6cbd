package dev.vitrine.statement.tree;

/** A password. Prints as asterisks, so that it cannot reach a log or an error by accident. */
public record Secret(String value) {
  @Override
  public String toString() {
    return "********";
  }
}
