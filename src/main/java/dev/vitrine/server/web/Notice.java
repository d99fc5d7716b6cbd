package dev.vitrine.server.web;

import dev.vitrine.error.VitrineException;

/**
 * A message at the top of a page.
 *
 * @param statement the SQL of the statement that ran, or empty
 * @param hint of an error, or empty
 * @param sqlState of an error, or empty
 */
public record Notice(String message, String statement, String hint, String sqlState) {
  /** A change that was made by these statements. */
  public static Notice done(String message, String statement) {
    return new Notice(message, statement, "", "");
  }

  /** An error, as the other interfaces report it. */
  public static Notice error(VitrineException error) {
    String problem =
        error.position().map(place -> error.problem() + " (" + place + ")").orElse(error.problem());
    return new Notice(problem, "", error.hint(), error.code().sqlState());
  }

  /** Whether it reports an error. */
  public boolean isError() {
    return !sqlState.isEmpty();
  }
}
