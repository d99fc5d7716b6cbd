package dev.vitrine.store.connection;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;

/** One fetch had more bytes than PostgreSQL's driver takes; the connection is lost with it. */
public final class FetchOverflowException extends RuntimeException {
  private static final long serialVersionUID = 1;

  FetchOverflowException(Throwable cause) {
    super("A fetch has more than " + FetchedBytes.MOST + " bytes", cause);
  }

  /** The error for the caller, if so many rows were fetched. */
  public VitrineException error(int rows) {
    String limit = (FetchedBytes.MOST >> 20) + " MiB";
    VitrineException error =
        rows <= FetchSize.FIRST_UNBOUNDED
            ? new VitrineException(
                ErrorCode.STATEMENT_TOO_COMPLEX,
                "A row of the result is too large; the limit is 16 MiB for a value and "
                    + limit
                    + " for a row.")
            : new VitrineException(
                ErrorCode.OUT_OF_MEMORY,
                "Rows of the result are too large to be fetched; the limit is "
                    + limit
                    + " for "
                    + rows
                    + " rows.");
    return error
        .withCause(this)
        .withHint("Select fewer columns, or parts of long values with SUBSTRING.");
  }
}
