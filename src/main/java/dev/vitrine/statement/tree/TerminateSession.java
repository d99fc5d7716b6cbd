package dev.vitrine.statement.tree;

import static java.util.Objects.requireNonNull;

/** TERMINATE SESSION. */
public record TerminateSession(String sessionId) implements Statement {
  public TerminateSession {
    requireNonNull(sessionId);
  }
}
