package dev.vitrine.server.statement;

/** The states of a statement, by the names of the API. */
enum StatementState {
  PENDING,
  RUNNING,
  SUCCEEDED,
  FAILED,
  CANCELED;

  boolean isFinal() {
    return switch (this) {
      case PENDING, RUNNING -> false;
      case SUCCEEDED, FAILED, CANCELED -> true;
    };
  }
}
